using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources.Sample;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion;

/// <summary>What polls leave of candles and totals.</summary>
public sealed class PipelineCandlesTests : IDisposable
{
    private const string Gecko = SourceNames.CoinGecko;
    private const string Paprika = SourceNames.CoinPaprika;

    private readonly PipelineRig _rig = new();

    [Fact]
    public async Task RunOnceAsync_FirstPoll_StoresCandlesAndTotalsWithIt()
    {
        await _rig.Pipeline.LoadAsync(default);

        await _rig.PollAsync(Gecko, _rig.Batch(Make.Raw(100m) with { MarketCap = Make.Number(2000m), Volume24h = Make.Number(7m) }));

        var commit = _rig.Store.Commits.ShouldHaveSingleItem();
        commit.Candles.Select(candle => candle.Interval).ShouldBe(CandleIntervals.All);
        commit.Candles.ShouldAllBe(candle => candle.Close == 100m && candle.MarketCap == 2000m && candle.Source == Gecko);
        commit.Corrections.ShouldBeEmpty();
        var global = commit.GlobalPoint!;
        (global.At, global.MarketCap, global.Volume24h, global.Assets).ShouldBe((Make.Now, 2000m, 7m, 1));
        global.DominancePercentages["bitcoin"].ShouldBe(100);
        commit.CategoryPoints.ShouldBe(_rig.Row("bitcoin").Categories.Select(id => new CategoryPoint(id, Make.Now, 2000m, 7m, 1)));
        _rig.Snapshot.Totals.MarketCap.ShouldBe(2000m);
    }

    [Fact]
    public async Task RunOnceAsync_NextPoll_FoldsOnAndHasTheTotalsAfterIt()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);

        await PollAsync(3, 90m);
        await PollAsync(6, 95m);

        Prices(CandleInterval.FiveMinutes, Make.Now).ShouldBe((100m, 100m, 90m, 90m));
        Prices(CandleInterval.FiveMinutes, Make.Now.AddMinutes(5)).ShouldBe((95m, 95m, 95m, 95m));
        Prices(CandleInterval.OneHour, Make.Now).ShouldBe((100m, 100m, 90m, 95m));
        _rig.Store.Commits.Select(commit => (commit.GlobalPoint!.At, commit.GlobalPoint.MarketCap)).ShouldBe(
            [(Make.Now, 1000m), (Make.Now, 900m), (Make.Now.AddMinutes(5), 950m)]);
        _rig.Store.Candles.Finds.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_PriceBeyondOurHistory_IsTheRecordWithItsTime()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);
        await PollAsync(3, 110m);

        await PollAsync(6, 105m);

        _rig.Store.Commits.Select(commit => commit.Extremes.Count).ShouldBe([2, 1, 0]);
        var quote = _rig.Row("bitcoin").Quote!;
        (quote.Figures.Ath, quote.Figures.AthDate, quote.AthBasis).ShouldBe((110m, Make.Now.AddMinutes(3), ExtremeBasis.OwnHistory));
        (quote.Figures.Atl, quote.Figures.AtlDate, quote.AtlBasis).ShouldBe((100m, Make.Now, ExtremeBasis.OwnHistory));
    }

    [Fact]
    public async Task RunOnceAsync_NothingChanged_WritesNoCandle()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);

        await _rig.PollAsync(Gecko, _rig.Batch(Raw(0, 100m)));

        _rig.Store.Commits[1].Candles.ShouldBeEmpty();
        _rig.Store.Commits[1].GlobalPoint.ShouldNotBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_CommitFails_LeavesNoTraceInTheCandles()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);
        _rig.Store.CommitFailure = new IOException("disk full");
        await PollAsync(1, 200m);
        await PollAsync(6, 300m);
        _rig.Store.Candles.Candles.ShouldAllBe(candle => candle.High == 100m);

        _rig.Store.CommitFailure = null;
        _rig.Time.Now = Make.Now.AddMinutes(2);
        await _rig.PollAsync(Gecko, _rig.Batch(Raw(2, 101m)));

        // Folded onto the candle before the failures, which is the newest.
        Prices(CandleInterval.FiveMinutes, Make.Now).ShouldBe((100m, 101m, 100m, 101m));
        Prices(CandleInterval.OneDay, Make.Now.AddHours(-12)).ShouldBe((100m, 101m, 100m, 101m));
        _rig.Store.Commits[^1].GlobalPoint!.MarketCap.ShouldBe(1010m);
        _rig.Store.Candles.Finds.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_CommitTakenButItsAnswerLost_FoldsOnFromWhatIsStored()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);
        _rig.Store.LostAnswer = new IOException("connection reset");
        await PollAsync(1, 200m);
        _rig.Row("bitcoin").Price.ShouldBe(100m);

        _rig.Store.LostAnswer = null;
        await PollAsync(2, 101m);

        Prices(CandleInterval.FiveMinutes, Make.Now).ShouldBe((100m, 200m, 100m, 101m));
    }

    [Fact]
    public async Task RunOnceAsync_HistoryCannotBeRead_FailsAndPublishesNothing()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);
        await PollAsync(10, 101m);
        var before = _rig.Snapshot;
        _rig.Store.Candles.Failure = new IOException();

        var run = await _rig.PollAsync(Gecko, _rig.Batch(Raw(11, 102m)) with { History = [new SourcePricePoint("bitcoin", Make.Now, 90m, null, null)] });

        (run.Outcome, run.ErrorCode).ShouldBe((IngestionOutcome.Failed, "internal"));
        _rig.Snapshot.ShouldBeSameAs(before);
        _rig.Store.Commits.Count(commit => commit.Quotes.Count > 0).ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_AfterARestartInMidCandle_FoldsOn()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);
        await PollAsync(1, 110m);
        using var restarted = new PipelineRig(_rig.Store);
        restarted.Time.Now = Make.Now.AddMinutes(2);
        await restarted.Pipeline.LoadAsync(default);

        await restarted.PollAsync(Gecko, restarted.Batch(Raw(2, 105m)));

        Prices(CandleInterval.FiveMinutes, Make.Now).ShouldBe((100m, 110m, 100m, 105m));
    }

    [Fact]
    public async Task RunOnceAsync_PointAfterTheCandleClosed_StoresTheCorrection()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);
        await PollAsync(5, 101m);
        _rig.Time.Now = Make.Now.AddMinutes(8);

        await _rig.PollAsync(Gecko, _rig.Batch() with { History = [new SourcePricePoint("bitcoin", Make.Now.AddMinutes(4), 105m, 1050m, null)] });

        var correction = _rig.Store.Commits[^1].Corrections.ShouldHaveSingleItem();
        (correction.Before.Close, correction.After.Close, correction.After.High).ShouldBe((100m, 105m, 105m));
        correction.CorrectedAt.ShouldBe(_rig.Time.Now);
        Prices(CandleInterval.FiveMinutes, Make.Now).ShouldBe((100m, 105m, 100m, 105m));
    }

    [Fact]
    public async Task RunOnceAsync_TwoSources_LeaveOneCandleOfBoth()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);

        await _rig.PollAsync(Paprika, _rig.Batch(Make.Raw("btc-bitcoin", "BTC", "Bitcoin", 102m)));

        var candle = _rig.Store.Candles.Get(CandleInterval.OneHour, Make.Now);
        (candle.Open, candle.Close, candle.Source).ShouldBe((100m, 101m, "coingecko,coinpaprika"));
    }

    [Fact]
    public async Task RunOnceAsync_SourceGivesNoChange_IsFromOurCandlesAndTheSourcesWinsWhereItGivesOne()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 80m);
        _rig.Time.Now = Make.Now.AddHours(1).AddMinutes(6);

        await PollAsync(66, 100m);
        _rig.Row("bitcoin").Quote!.Figures.Changes.ShouldBe(new PriceChanges(H1: 25));

        _rig.Time.Now = Make.Now.AddHours(1).AddMinutes(7);
        await _rig.PollAsync(Gecko, _rig.Batch(Raw(67, 100m) with { Change1h = Make.Number(3m) }));
        _rig.Row("bitcoin").Quote!.Figures.Changes.ShouldBe(new PriceChanges(H1: 3));
    }

    [Fact]
    public async Task RunOnceAsync_NoFigureIsFresh_StoresNoTotals()
    {
        await _rig.Pipeline.LoadAsync(default);

        await _rig.PollAsync(Gecko, _rig.Batch(Raw(-60, 100m)));

        var commit = _rig.Store.Commits.ShouldHaveSingleItem();
        commit.Candles.Count.ShouldBe(3);
        commit.GlobalPoint.ShouldBeNull();
        commit.CategoryPoints.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_SourceFails_StoresNoTotals()
    {
        await _rig.Pipeline.LoadAsync(default);
        await PollAsync(0, 100m);

        await _rig.PollAsync(Gecko, new SourceException("timeout", "No answer."));

        _rig.Store.Commits[1].GlobalPoint.ShouldBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_SampleMarket_HasNinetyDailyCandlesAtOnce()
    {
        using var rig = new PipelineRig(SourceNames.Sample);
        await rig.Pipeline.LoadAsync(default);
        var universe = new SampleUniverse([.. SampleUniverse.Load().Assets.Where((asset, index) => index < 4 || asset.Id is "pax-gold" or "tether-gold")]);
        var source = new SampleSource(universe, SeedCatalog.Load(), new SampleOptions(), rig.Time);

        await rig.Pipeline.RunOnceAsync(source, default);
        rig.Time.Now = Make.Now.AddSeconds(5);
        await rig.Pipeline.RunOnceAsync(source, default);

        rig.Store.Commits.ShouldAllBe(commit => commit.Run.Outcome == IngestionOutcome.Succeeded && commit.Corrections.Count == 0);
        rig.Store.Candles.Finds.ShouldBeEmpty();
        foreach (var row in rig.Snapshot.Rows)
        {
            var days = rig.Store.Candles.Candles.Where(candle => candle.AssetId == row.Asset.Id && candle.Interval == CandleInterval.OneDay);
            days.Select(day => day.OpenTime).Order().ShouldBe(Enumerable.Range(-90, 91).Select(day => Make.Now.AddHours(-12).AddDays(day)));
            days.MaxBy(day => day.OpenTime)!.Close.ShouldBe(row.Price!.Value);
        }
    }

    public void Dispose() => _rig.Dispose();

    private static SourceQuote Raw(int minute, decimal price) =>
        Make.Raw(price) with { AsOf = Make.Now.AddMinutes(minute), MarketCap = Make.Number(price * 10) };

    private (decimal Open, decimal High, decimal Low, decimal Close) Prices(CandleInterval interval, DateTimeOffset openTime)
    {
        var candle = _rig.Store.Candles.Get(interval, openTime);
        return (candle.Open, candle.High, candle.Low, candle.Close);
    }

    private Task<IngestionRun> PollAsync(int minute, decimal price)
    {
        _rig.Time.Now = Make.Now.AddMinutes(minute);
        return _rig.PollAsync(Gecko, _rig.Batch(Raw(minute, price)));
    }
}
