using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion;

public sealed class IngestionPipelineTests : IDisposable
{
    private const string Gecko = SourceNames.CoinGecko;
    private const string Paprika = SourceNames.CoinPaprika;

    private readonly PipelineRig _rig = new();

    [Fact]
    public async Task LoadAsync_EmptyDatabase_PublishesNothing()
    {
        await _rig.Pipeline.LoadAsync(default);

        _rig.Holder.Current.ShouldBeNull();
    }

    [Fact]
    public async Task LoadAsync_FilledDatabase_PublishesWhatItHas()
    {
        _rig.Store.State = new MarketState { Assets = [Make.Asset(1, "bitcoin")], Quotes = [Make.Quote(100m, asOf: Make.Now.AddDays(-1))] };

        await _rig.Pipeline.LoadAsync(default);

        _rig.Row("bitcoin").Price.ShouldBe(100m);
        _rig.Snapshot.Stale.ShouldBeTrue();
    }

    [Fact]
    public async Task RunOnceAsync_BeforeTheDatabaseWasRead_FailsWithoutAnException()
    {
        var run = await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw()));

        (run.Outcome, run.ErrorCode, run.Error).ShouldBe((IngestionOutcome.Failed, "internal", "InvalidOperationException"));
    }

    [Fact]
    public async Task RunOnceAsync_FirstPoll_StoresAndPublishes()
    {
        await _rig.Pipeline.LoadAsync(default);

        var run = await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)) with { Requests = 3 });

        run.ShouldBe(new IngestionRun
        {
            Source = Gecko,
            StartedAt = Make.Now,
            FinishedAt = Make.Now,
            Outcome = IngestionOutcome.Succeeded,
            Requests = 3,
            RowsReceived = 1,
            QuotesAccepted = 1,
        });
        _rig.Row("bitcoin").Price.ShouldBe(100m);
        _rig.Row("bitcoin").Categories.ShouldContain("layer-1");
        var commit = _rig.Store.Commits.ShouldHaveSingleItem();
        commit.Run.ShouldBe(run);
        commit.Quotes.ShouldHaveSingleItem().Price.ShouldBe(100m);
        commit.SourceIds.ShouldBe([new AssetSourceId(Gecko, "bitcoin", 1, IdentityMatch.Own)]);
        commit.PricePoints.ShouldBe([new PricePoint(1, Make.Now, Make.Now, 100m, null, null, Gecko)]);
    }

    [Fact]
    public async Task RunOnceAsync_SourceFails_LeavesTheSnapshotAndRecordsTheReason()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));
        var before = _rig.Snapshot;

        var run = await _rig.PollAsync(Gecko, new SourceException("rate_limited", "Too many requests.", requests: 2));

        (run.Outcome, run.ErrorCode, run.Error, run.Requests).ShouldBe((IngestionOutcome.Failed, "rate_limited", "Too many requests.", 2));
        _rig.Snapshot.ShouldBeSameAs(before);
        _rig.Store.Commits.Count.ShouldBe(2);
        _rig.Store.Commits[1].Run.ShouldBe(run);
        _rig.Store.Commits[1].Quotes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_SourceThrowsSomethingElse_RecordsItsTypeAndNotItsText()
    {
        await _rig.Pipeline.LoadAsync(default);

        var run = await _rig.PollAsync(Gecko, new InvalidOperationException("key=secret"));

        (run.Outcome, run.ErrorCode, run.Error).ShouldBe((IngestionOutcome.Failed, "internal", "InvalidOperationException"));
    }

    [Fact]
    public async Task RunOnceAsync_SourceTimesOut_IsAFailureAndNotACancellation()
    {
        await _rig.Pipeline.LoadAsync(default);

        (await _rig.PollAsync(Gecko, new TaskCanceledException())).Outcome.ShouldBe(IngestionOutcome.Failed);
    }

    [Fact]
    public async Task RunOnceAsync_Cancelled_Throws()
    {
        await _rig.Pipeline.LoadAsync(default);

        await Should.ThrowAsync<OperationCanceledException>(
            () => _rig.Pipeline.RunOnceAsync(new ScriptedSource(Gecko, _rig.Batch()), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task RunOnceAsync_StoreFails_PublishesNothingAndTheNextPollIsWhole()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));
        var before = _rig.Snapshot;
        _rig.Time.Now = Make.Now.AddMinutes(5);
        _rig.Store.CommitFailure = new IOException("disk full");
        var batch = _rig.Batch(Make.Raw(101m) with { AsOf = _rig.Time.Now }, Make.Raw("tether", "usdt", "Tether", 1m));

        var run = await _rig.PollAsync(Gecko, batch);

        (run.Outcome, run.ErrorCode, run.Error).ShouldBe((IngestionOutcome.Failed, "internal", "IOException"));
        _rig.Snapshot.ShouldBeSameAs(before);

        _rig.Store.CommitFailure = null;
        var again = await _rig.PollAsync(Gecko, batch);

        (again.Outcome, again.QuotesAccepted).ShouldBe((IngestionOutcome.Succeeded, 2));
        _rig.Row("bitcoin").Price.ShouldBe(101m);
        _rig.Row("tether").Price.ShouldBe(1m);
        _rig.Row("tether").Categories.ShouldBe(["stablecoins"]);
        _rig.Row("tether").Contracts.ShouldNotBeEmpty();
        _rig.Store.Assets.Count.ShouldBe(2);
    }

    [Fact]
    public async Task RunOnceAsync_StoreFailsAndRepublished_ShowsNoFigureThatIsNotStored()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));
        _rig.Store.CommitFailure = new IOException();
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(101m) with { AsOf = Make.Now.AddSeconds(1) }));

        await _rig.Pipeline.RepublishAsync(default);

        _rig.Row("bitcoin").Price.ShouldBe(100m);
    }

    [Fact]
    public async Task RunOnceAsync_StoreIsAway_DoesNotThrow()
    {
        await _rig.Pipeline.LoadAsync(default);
        _rig.Store.AnyCommitFailure = new IOException();

        (await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw()))).Outcome.ShouldBe(IngestionOutcome.Failed);
        (await _rig.PollAsync(Gecko, new SourceException("timeout", "No answer."))).ErrorCode.ShouldBe("timeout");
        _rig.Holder.Current.ShouldBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_PartOfThePollFailed_IsPartial()
    {
        await _rig.Pipeline.LoadAsync(default);

        var run = await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw()) with { Failures = ["Page 2 failed.", "Rates failed."] });

        (run.Outcome, run.ErrorCode, run.Error).ShouldBe((IngestionOutcome.Partial, "partial", "Page 2 failed. Rates failed."));
        _rig.Row("bitcoin").Price.ShouldBe(100m);
    }

    [Fact]
    public async Task RunOnceAsync_QuoteRefused_KeepsTheHeldOneAndSaysWhy()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));

        var run = await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(0m)));

        (run.QuotesAccepted, run.Refusals).ShouldBe((0, 1));
        _rig.Row("bitcoin").Price.ShouldBe(100m);
        _rig.Row("bitcoin").Refusals.ShouldHaveSingleItem().Rule.ShouldBe("price");
        var stored = _rig.Store.Commits[1].Refusals.ShouldHaveSingleItem();
        stored.ShouldBe(new QuarantinedQuote(
            Gecko, "bitcoin", 1, "price", "quote", "0", "A price is greater than zero.", Make.Now, Make.Now, Make.Now, 1));
    }

    [Fact]
    public async Task RunOnceAsync_NextPollIsGood_ClearsTheRefusalOfTheRow()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(0m), Make.Raw("foo", "foo", "Foo", 5m)));
        _rig.Row("bitcoin").Refusals.ShouldNotBeEmpty();
        _rig.Row("bitcoin").Price.ShouldBeNull();

        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));

        _rig.Row("bitcoin").Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_NoPriceCame_PublishesNoEmptyMarket()
    {
        await _rig.Pipeline.LoadAsync(default);

        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(0m)));

        _rig.Holder.Current.ShouldBeNull();
    }

    [Fact]
    public async Task LoadAsync_AfterARestart_GoesOnSayingWhatWasRefused()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(0m), Make.Raw("foo", "foo", "Foo", 5m)));
        _rig.Store.State = _rig.Store.ToState();

        await _rig.Pipeline.LoadAsync(default);

        _rig.Row("bitcoin").Refusals.ShouldHaveSingleItem().Rule.ShouldBe("price");
        _rig.Row("foo").Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task LoadAsync_LaterPollRefusedNothing_BringsNoRefusalBack()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(0m), Make.Raw("foo", "foo", "Foo", 5m)));
        _rig.Time.Now += TimeSpan.FromMinutes(1);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));
        _rig.Store.State = _rig.Store.ToState();

        await _rig.Pipeline.LoadAsync(default);

        _rig.Row("bitcoin").Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_TimesWithTenthsOfMicroseconds_AreCutToWhatIsStored()
    {
        await _rig.Pipeline.LoadAsync(default);
        _rig.Time.Now = Make.Now.AddTicks(17);

        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m) with { AsOf = Make.Now.AddTicks(-3) }));

        _rig.Row("bitcoin").Quote!.Figures.ReceivedAt.ShouldBe(Make.Now.AddTicks(10));
        _rig.Row("bitcoin").Quote!.Figures.AsOf.ShouldBe(Make.Now.AddTicks(-10));
    }

    [Fact]
    public async Task RunOnceAsync_TwoSources_AreBroughtTogether()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m), Make.Raw("foo", "foo", "Foo", 5m)));
        _rig.Row("bitcoin").Quote!.Sources.ShouldBe([Gecko]);

        await _rig.PollAsync(Paprika, _rig.Batch(
            Make.Raw("btc-bitcoin", "BTC", "Bitcoin", 102m), Make.Raw("foo-foo", "FOO", "Foo", 5m), Make.Raw("bar-bar", "BAR", "Bar", 7m)));

        _rig.Row("bitcoin").Price.ShouldBe(101m);
        _rig.Row("bitcoin").Quote!.Sources.ShouldBe([Gecko, Paprika]);
        _rig.Row("foo").Quote!.Sources.ShouldBe([Gecko, Paprika]);
        _rig.Row("bar-bar").Quote!.Sources.ShouldBe([Paprika]);
        _rig.Snapshot.Rows.Count.ShouldBe(3);
        _rig.Store.Commits[1].PricePoints.Single(point => point.AssetId == 1)
            .ShouldBe(new PricePoint(1, Make.Now, Make.Now, 101m, null, null, "coingecko,coinpaprika"));
    }

    [Fact]
    public async Task RunOnceAsync_TwoSourcesTheOtherWayRound_AreBroughtTogetherUnderCoinGeckosIds()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Paprika, _rig.Batch(
            Make.Raw("btc-bitcoin", "BTC", "Bitcoin", 102m), Make.Raw("foo-foo", "FOO", "Foo", 5m)));
        _rig.Row("foo-foo").Price.ShouldBe(5m);

        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m), Make.Raw("foo", "foo", "Foo", 5m)));

        _rig.Snapshot.Rows.Select(row => row.Asset.Slug).ShouldBe(["bitcoin", "foo"]);
        _rig.Row("foo").Quote!.Sources.ShouldBe([Gecko, Paprika]);
        _rig.Snapshot.Find("foo-foo").ShouldBe(_rig.Snapshot.Find("foo"));
        _rig.Row("bitcoin").Price.ShouldBe(101m);
    }

    [Fact]
    public async Task RunOnceAsync_EveryPoll_RaisesTheVersion()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));
        var first = _rig.Snapshot.Version;

        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));

        _rig.Snapshot.Version.ShouldBeGreaterThan(first);
    }

    [Fact]
    public async Task RunOnceAsync_History_IsStoredForKnownAssets()
    {
        await _rig.Pipeline.LoadAsync(default);
        var at = Make.Now.AddDays(-1).AddMinutes(2);

        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)) with
        {
            History = [new SourcePricePoint("bitcoin", at, 90m, 900m, 9m), new SourcePricePoint("unknown", at, 1m, null, null)],
        });

        _rig.Store.PricePoints.ShouldBe([new PricePoint(1, Make.Now.AddDays(-1), at, 90m, 900m, 9m, Gecko)]);
    }

    [Fact]
    public async Task RunOnceAsync_ManyAtOnce_TakeTurns()
    {
        await _rig.Pipeline.LoadAsync(default);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            Task.Run(() => _rig.PollAsync(Gecko, _rig.Batch(Make.Raw($"asset-{number}", $"a{number}", $"Asset {number}"))))));

        _rig.Snapshot.Rows.Count.ShouldBe(20);
        _rig.Store.Commits.ShouldAllBe(commit => commit.Run.Outcome == IngestionOutcome.Succeeded);
    }

    [Fact]
    public async Task RepublishAsync_TimeWentOn_SaysStale()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m)));
        _rig.Snapshot.Stale.ShouldBeFalse();
        _rig.Time.Now = Make.Now.AddMinutes(15).AddTicks(1);

        await _rig.Pipeline.RepublishAsync(default);

        _rig.Snapshot.Stale.ShouldBeTrue();
        _rig.Row("bitcoin").Quote!.Stale.ShouldBeTrue();
        _rig.Row("bitcoin").Price.ShouldBe(100m);
    }

    public void Dispose() => _rig.Dispose();
}
