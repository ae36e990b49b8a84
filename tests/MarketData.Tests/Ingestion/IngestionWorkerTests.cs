using MarketData.Database;
using MarketData.Ingestion;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.Tests.Ingestion;

public sealed class IngestionWorkerTests : IDisposable
{
    private readonly PipelineRig _rig = new();

    [Theory]
    [InlineData("coingecko", true)]
    [InlineData("sample", false)]
    public async Task StartAsync_LiveSourceEnabled_RemovesTheSampleMarket(string source, bool removes)
    {
        await StartAndStopAsync(new ScriptedSource(source, new SourceException("stopped", "The test is over.")));

        _rig.Store.RemovedSources.ShouldBe(removes ? ["sample"] : []);
    }

    [Fact]
    public async Task StartAsync_FilledDatabase_PublishesBeforeTheFirstPollEnds()
    {
        _rig.Store.State = new MarketState { Assets = [Make.Asset(1, "bitcoin")], Quotes = [Make.Quote(100m)] };

        await StartAndStopAsync(new ScriptedSource("coingecko", new SourceException("stopped", "The test is over.")));

        _rig.Row("bitcoin").Price.ShouldBe(100m);
    }

    [Fact]
    public async Task StartAsync_RequestsOfTheMonth_AreRestoredWithoutThoseOfTheMonthBefore()
    {
        await _rig.Store.CommitAsync(Run(new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.Zero), 1000), default);
        await _rig.Store.CommitAsync(Run(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), 7), default);
        var source = new ScriptedSource("coingecko", new SourceException("stopped", "The test is over."));

        await StartAndStopAsync(source);

        source.MonthRestored.ShouldBe(7);
    }

    [Fact]
    public async Task StartAsync_NoRequestsYet_RestoresNone()
    {
        var source = new ScriptedSource("coingecko", new SourceException("stopped", "The test is over."));

        await StartAndStopAsync(source);

        source.MonthRestored.ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteAsync_Supplement_WaitsForTheFirstQuotes()
    {
        var quotes = new TaskCompletionSource<SourceBatch>();
        var prices = new ScriptedSource("coingecko", quotes.Task);
        var supplement = new ScriptedSource("defillama", _rig.Batch()) { GivesQuotes = false };
        using var worker = new IngestionWorker(
            _rig.Pipeline, new EnabledSources([prices, supplement]), _rig.Store, _rig.Holder, _rig.Leadership, _rig.Time, NullLogger<IngestionWorker>.Instance);
        await worker.StartAsync(default);
        await prices.Asked.Task;

        supplement.Asked.Task.IsCompleted.ShouldBeFalse();
        quotes.SetResult(_rig.Batch(Make.Raw(100m)));
        await supplement.Asked.Task;

        await worker.StopAsync(default);
    }

    public void Dispose() => _rig.Dispose();

    private static IngestionCommit Run(DateTimeOffset at, int requests) => new()
    {
        Run = new IngestionRun
        {
            Source = "coingecko",
            StartedAt = at,
            FinishedAt = at,
            Outcome = IngestionOutcome.Succeeded,
            Requests = requests,
        },
    };

    private async Task StartAndStopAsync(ScriptedSource source)
    {
        using var worker = new IngestionWorker(
            _rig.Pipeline, new EnabledSources([source]), _rig.Store, _rig.Holder, _rig.Leadership, _rig.Time, NullLogger<IngestionWorker>.Instance);
        await worker.StartAsync(default);
        await worker.StopAsync(default);
    }
}
