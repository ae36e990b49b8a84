using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Gate.Rules;

namespace MarketData.Tests.Ingestion.Gate.Rules;

public sealed class SourceTimeRuleTests
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    [Fact]
    public void Check_NoTime_RefusesTheQuote()
    {
        var draft = Make.Draft(Make.Raw() with { AsOf = null });

        new SourceTimeRule(Tolerance).Check(draft);

        draft.IsRefused.ShouldBeTrue();
        draft.Refusals.ShouldBe([new Refusal("source_time", "quote", null, "The source gives no time for its figures.")]);
    }

    [Fact]
    public void Check_AheadByTheTolerance_Passes()
    {
        var draft = Make.Draft(Make.Raw() with { AsOf = Make.Now + Tolerance });

        new SourceTimeRule(Tolerance).Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void Check_AheadByMoreThanTheTolerance_RefusesTheQuote()
    {
        var draft = Make.Draft(Make.Raw() with { AsOf = (Make.Now + Tolerance).AddTicks(1) });

        new SourceTimeRule(Tolerance).Check(draft);

        draft.IsRefused.ShouldBeTrue();
        var refusal = draft.Refusals.ShouldHaveSingleItem();
        refusal.Rule.ShouldBe("source_time");
        refusal.Value.ShouldBe("2026-03-01T12:05:00.0000001+00:00");
        refusal.Reason.ShouldBe("The source's time is more than 00:05:00 ahead of our clock.");
    }

    [Fact]
    public void Check_LongAgo_Passes()
    {
        var draft = Make.Draft(Make.Raw() with { AsOf = DateTimeOffset.UnixEpoch });

        new SourceTimeRule(Tolerance).Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }
}
