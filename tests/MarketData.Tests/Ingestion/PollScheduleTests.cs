using MarketData.Ingestion;

namespace MarketData.Tests.Ingestion;

public sealed class PollScheduleTests
{
    private static readonly DateTimeOffset Start = Make.Now;

    private readonly SourceRuns _runs = new();

    [Fact]
    public void NextAfter_BeforeAnyPoll_CountsFromTheSnapshot() =>
        Schedule("a").NextAfter(Start, Start.AddMinutes(2)).ShouldBe(Start.AddMinutes(5));

    [Fact]
    public void NextAfter_SeveralSources_IsTheEarliest()
    {
        Polled("a", Start);
        Polled("b", Start.AddMinutes(-2));

        Schedule("a", "b").NextAfter(Start, Start.AddMinutes(1)).ShouldBe(Start.AddMinutes(3));
    }

    [Fact]
    public void NextAfter_PollIsDue_IsNow()
    {
        Polled("a", Start);

        Schedule("a").NextAfter(Start, Start.AddMinutes(6)).ShouldBe(Start.AddMinutes(6));
    }

    [Fact]
    public void NextAfter_SourceWithoutPrices_DoesNotCount()
    {
        Polled("a", Start);
        Polled("supplement", Start.AddMinutes(-4));
        var schedule = new PollSchedule(new EnabledSources([new ScriptedSource("a"), new ScriptedSource("supplement") { GivesQuotes = false }]), _runs);

        schedule.NextAfter(Start, Start).ShouldBe(Start.AddMinutes(5));
    }

    private PollSchedule Schedule(params string[] sources) => new(new EnabledSources(sources.Select(name => new ScriptedSource(name))), _runs);

    private void Polled(string source, DateTimeOffset startedAt) => _runs.Finished(new IngestionRun
    {
        Source = source,
        StartedAt = startedAt,
        FinishedAt = startedAt.AddSeconds(1),
        Outcome = IngestionOutcome.Succeeded,
    });
}
