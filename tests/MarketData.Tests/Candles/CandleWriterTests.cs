using FsCheck;
using FsCheck.Fluent;
using MarketData.Candles;
using MarketData.Markets;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Candles;

public sealed class CandleWriterTests
{
    private static readonly DateTimeOffset Noon = Make.Now;
    private static readonly DateTimeOffset Midnight = Make.Now.AddHours(-12);

    private readonly FixedTime _time = new();
    private readonly MemoryCandleStore _store = new();
    private readonly HistoryOptions _options = new();
    private CandleBook _book = new([]);

    [Fact]
    public async Task FoldAsync_FirstPoint_StartsACandleOfEachInterval()
    {
        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(7), 100m));

        changes.Candles.Select(candle => (candle.Interval, candle.OpenTime)).ShouldBe(
        [
            (CandleInterval.FiveMinutes, Noon.AddMinutes(5)),
            (CandleInterval.OneHour, Noon),
            (CandleInterval.OneDay, Midnight),
        ]);
        changes.Candles.ShouldAllBe(candle => candle.Open == 100m && candle.Origin == CandleOrigin.Own);
        changes.Corrections.ShouldBeEmpty();
        _store.Finds.ShouldBeEmpty();
    }

    [Fact]
    public async Task FoldAsync_NextPointOfTheInterval_FoldsIn()
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(1), 100m));

        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(3), 90m));

        changes.Candles.Count.ShouldBe(3);
        Five(Noon).ShouldBe((100m, 100m, 90m, 90m));
        changes.Corrections.ShouldBeEmpty();
        _store.Finds.ShouldBeEmpty();
    }

    [Fact]
    public async Task FoldAsync_AtTheEndOfTheInterval_StartsTheNext()
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(5).AddTicks(-1), 100m));

        await PollAsync(MakePoint.At(Noon.AddMinutes(5), 101m));

        Five(Noon).ShouldBe((100m, 100m, 100m, 100m));
        Five(Noon.AddMinutes(5)).ShouldBe((101m, 101m, 101m, 101m));
        Hour(Noon).ShouldBe((100m, 101m, 100m, 101m));
    }

    [Fact]
    public async Task FoldAsync_AtMidnightUtc_StartsTheNextDay()
    {
        await PollAsync(MakePoint.At(Midnight.AddTicks(-1), 100m));

        await PollAsync(MakePoint.At(Midnight.ToOffset(TimeSpan.FromHours(9)), 101m));

        Day(Midnight.AddDays(-1)).ShouldBe((100m, 100m, 100m, 100m));
        Day(Midnight).ShouldBe((101m, 101m, 101m, 101m));
    }

    [Fact]
    public async Task FoldAsync_SamePointAgain_WritesNothing()
    {
        await PollAsync(MakePoint.At(Noon, 100m, 1000m, 10m));
        await PollAsync(MakePoint.At(Noon.AddMinutes(5), 101m, 1010m, 11m));

        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(5), 101m, 1010m, 11m), MakePoint.At(Noon, 100m, 1000m, 10m));

        changes.Candles.ShouldBeEmpty();
        changes.Corrections.ShouldBeEmpty();
    }

    [Fact]
    public async Task FoldAsync_NoPoints_WritesNothingAndAsksNothing()
    {
        var changes = await PollAsync();

        changes.Candles.ShouldBeEmpty();
        changes.Corrections.ShouldBeEmpty();
        _store.Finds.ShouldBeEmpty();
    }

    [Fact]
    public async Task FoldAsync_LatePointsOfSeveralCandles_AreFoundInOneCall()
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(-10), 100m), MakePoint.At(Noon.AddMinutes(-10), 100m, assetId: 2));
        await PollAsync(MakePoint.At(Noon, 101m), MakePoint.At(Noon, 101m, assetId: 2));

        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(-8), 105m), MakePoint.At(Noon.AddMinutes(-9), 95m, assetId: 2));

        // Asked for the five minutes and the hour from 11:00; the day is still open, and held.
        _store.Finds.ShouldHaveSingleItem().ShouldBe(
        [
            new CandleKey(1, CandleInterval.FiveMinutes, Noon.AddMinutes(-10)),
            new CandleKey(1, CandleInterval.OneHour, Noon.AddHours(-1)),
            new CandleKey(2, CandleInterval.FiveMinutes, Noon.AddMinutes(-10)),
            new CandleKey(2, CandleInterval.OneHour, Noon.AddHours(-1)),
        ], ignoreOrder: true);
        changes.Candles.Count.ShouldBe(6);
        Five(Noon.AddMinutes(-10)).ShouldBe((100m, 105m, 100m, 105m));
        Day(Midnight).ShouldBe((100m, 105m, 100m, 101m));
        _store.Get(CandleInterval.FiveMinutes, Noon.AddMinutes(-10), assetId: 2).Low.ShouldBe(95m);
    }

    [Fact]
    public async Task FoldAsync_LatePointOfAnIntervalWithoutCandle_StartsOneWithoutCorrection()
    {
        _time.Now = Noon.AddHours(2);
        await PollAsync(MakePoint.At(Noon.AddHours(2), 101m));

        var changes = await PollAsync(MakePoint.At(Noon, 100m));

        Five(Noon).ShouldBe((100m, 100m, 100m, 100m));
        changes.Corrections.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("12:06:59.9999999", 0)]
    [InlineData("12:07:00", 1)]
    public async Task FoldAsync_LateByTheGrace_IsACorrectionOnceTheCandleIsClosed(string clock, int corrections)
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(1), 100m, 1000m));
        await PollAsync(MakePoint.At(Noon.AddMinutes(5), 101m));
        _time.Now = Midnight + TimeSpan.Parse(clock, System.Globalization.CultureInfo.InvariantCulture);

        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(4), 105m, 1050m));

        // The hour and the day are open.
        changes.Candles.Count.ShouldBe(3);
        changes.Corrections.Count.ShouldBe(corrections);
        Five(Noon).ShouldBe((100m, 105m, 100m, 105m));
        if (changes.Corrections is [var correction])
        {
            (correction.Before.Interval, correction.Before.Close, correction.Before.MarketCap).ShouldBe((CandleInterval.FiveMinutes, 100m, 1000m));
            correction.After.ShouldBe(_store.Get(CandleInterval.FiveMinutes, Noon));
            correction.CorrectedAt.ShouldBe(_time.Now);
            correction.Reason.ShouldBe("A price of coingecko at 2026-03-01T12:04:00Z came after the candle had closed.");
        }
    }

    /// <summary>A slow source: its newest candle is closed by our clock before its next point comes.</summary>
    [Fact]
    public async Task FoldAsync_PointOfTheNewestCandleThatIsClosed_IsACorrection()
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(1), 100m));
        _time.Now = Noon.AddMinutes(10);

        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(2), 102m), MakePoint.At(Noon.AddMinutes(4), 101m));

        changes.Corrections.ShouldHaveSingleItem().Reason
            .ShouldBe("Prices of coingecko from 2026-03-01T12:02:00Z to 2026-03-01T12:04:00Z came after the candle had closed.");
        _store.Finds.ShouldBeEmpty();
    }

    /// <summary>The opening and closing prices stay, only what the candle rests on is more: worth storing, but no correction.</summary>
    [Fact]
    public async Task FoldAsync_ClosedCandleGetsTheSamePriceFromAnotherSource_IsWrittenWithoutCorrection()
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(1), 100m));
        await PollAsync(MakePoint.At(Noon.AddMinutes(5), 100m));
        _time.Now = Noon.AddMinutes(10);

        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(2), 100m, source: "coinpaprika"));

        changes.Candles.Select(candle => candle.Interval).ShouldContain(CandleInterval.FiveMinutes);
        _store.Get(CandleInterval.FiveMinutes, Noon).Source.ShouldBe("coingecko,coinpaprika");
        changes.Corrections.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1000, 10, 0)]
    [InlineData(1001, 10, 1)]
    [InlineData(1000, 11, 1)]
    public async Task FoldAsync_ClosedCandleGetsAnotherMarketCapOrVolume_IsACorrection(int marketCap, int volume, int corrections)
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(1), 100m, 1000m, 10m));
        await PollAsync(MakePoint.At(Noon.AddMinutes(5), 100m, 1000m, 10m));
        _time.Now = Noon.AddMinutes(10);

        var changes = await PollAsync(MakePoint.At(Noon.AddMinutes(2), 100m, marketCap, volume));

        changes.Corrections.Count.ShouldBe(corrections);
    }

    [Fact]
    public async Task FoldAsync_GraceIsZero_ClosesAtTheEndOfTheInterval()
    {
        _options.CloseGrace = TimeSpan.Zero;
        await PollAsync(MakePoint.At(Noon.AddMinutes(1), 100m));
        _time.Now = Noon.AddMinutes(5);

        (await PollAsync(MakePoint.At(Noon.AddMinutes(2), 101m))).Corrections.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FoldAsync_RestartInMidCandle_FoldsOn()
    {
        await PollAsync(MakePoint.At(Noon.AddMinutes(1), 100m));
        await PollAsync(MakePoint.At(Noon.AddMinutes(2), 110m));

        await RestartAsync();
        await PollAsync(MakePoint.At(Noon.AddMinutes(3), 90m));

        Five(Noon).ShouldBe((100m, 110m, 90m, 90m));
        Day(Midnight).ShouldBe((100m, 110m, 90m, 90m));
    }

    [Fact]
    public async Task FoldAsync_TwoSourcesOfOneTime_AreBlindToTheirOrder()
    {
        var gecko = MakePoint.At(Noon.AddMinutes(1), 100m, 1000m);
        var both = MakePoint.At(Noon.AddMinutes(1), 101m, 1010m, source: "coingecko,coinpaprika");
        await PollAsync(gecko);
        await PollAsync(both);
        var other = new CandleWriterTests();
        await other.PollAsync(both);
        await other.PollAsync(gecko);

        Five(Noon).ShouldBe((100m, 101m, 100m, 101m));
        _store.Get(CandleInterval.FiveMinutes, Noon).Source.ShouldBe("coingecko,coinpaprika");
        other._store.Candles.ShouldBe(_store.Candles, ignoreOrder: true);
    }

    [Fact]
    public async Task FoldAsync_OlderThanItIsKept_StartsNoCandleOfThatInterval()
    {
        var old = Noon.AddDays(-30);

        var changes = await PollAsync(MakePoint.At(old.AddMinutes(-1), 100m), MakePoint.At(old, 101m));

        changes.Candles.Where(candle => candle.Interval == CandleInterval.FiveMinutes).ShouldHaveSingleItem().OpenTime.ShouldBe(old);
        Hour(old).ShouldBe((101m, 101m, 101m, 101m));
        Hour(old.AddHours(-1)).ShouldBe((100m, 100m, 100m, 100m));
        Day(Midnight.AddDays(-30)).ShouldBe((100m, 101m, 100m, 101m));
    }

    [Fact]
    public async Task FoldAsync_StoreFails_ThrowsAndLeavesTheBook()
    {
        await PollAsync(MakePoint.At(Noon, 100m));
        _store.Failure = new IOException();

        await Should.ThrowAsync<IOException>(() => PollAsync(MakePoint.At(Noon.AddHours(-1), 90m)));

        _book.FindNewest(1, CandleInterval.OneDay)!.Low.ShouldBe(100m);
    }

    /// <summary>A past of 90 days in one batch: read once, one candle for each day.</summary>
    [Fact]
    public async Task FoldAsync_ThePastInOneBatch_AsksTheStoreAtMostOnce()
    {
        PricePoint[] past = [.. Enumerable.Range(0, 90 * 24).Select(hour => MakePoint.At(Noon.AddHours(-hour), 100m + hour))];

        await PollAsync(past);
        _store.Finds.ShouldBeEmpty();
        (await PollAsync(past)).Candles.ShouldBeEmpty();

        _store.Finds.Count.ShouldBe(1);
        _store.Candles.Count(candle => candle.Interval == CandleInterval.OneDay).ShouldBe(91);
        _store.Candles.Count(candle => candle.Interval == CandleInterval.OneHour).ShouldBe(90 * 24);
    }

    /// <summary>Any points in any polls, with restarts between them, leave what all of them at once leave.</summary>
    [Fact]
    public void FoldAsync_AnyPollsAndRestarts_LeaveWhatOneBatchLeaves()
    {
        var points = MakePoint.Any(Midnight.AddDays(-1), TimeSpan.FromSeconds(150), 1000, assets: 2).NonEmptyListOf().Select(list => list.ToArray());

        Prop.ForAll(points.ToArbitrary(), ArbMap.Default.ArbFor<int>(), (all, seed) =>
        {
            var random = new Random(seed);
            var batch = new CandleWriterTests();
            Complete(batch.PollAsync(all));
            var streamed = new CandleWriterTests();
            PricePoint[] again = [.. all, .. all.Where(_ => random.Next(3) == 0)];
            random.Shuffle(again);
            for (var start = 0; start < again.Length;)
            {
                var end = random.Next(start, again.Length) + 1;
                Complete(streamed.PollAsync(again[start..end]));
                start = end;
                if (random.Next(3) == 0)
                {
                    Complete(streamed.RestartAsync());
                }
            }

            streamed._store.Candles.ShouldBe(batch._store.Candles, ignoreOrder: true);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20260301, 1));
    }

    [Theory]
    [InlineData(CandleInterval.FiveMinutes, new[] { CandleInterval.OneHour, CandleInterval.OneDay })]
    [InlineData(CandleInterval.OneHour, new[] { CandleInterval.OneDay })]
    [InlineData(CandleInterval.OneDay, new CandleInterval[0])]
    public async Task FoldAsync_PointsFarApart_MakeOnlyWiderCandles(CandleInterval spacing, CandleInterval[] intervals)
    {
        var changes = await FoldAsync(spacing, MakePoint.At(Noon, 100m));

        changes.Candles.Select(candle => candle.Interval).ShouldBe(intervals);
    }

    /// <summary>Points of the past and of polls, in any order of arrival and with restarts between, leave the same candles.</summary>
    [Fact]
    public void FoldAsync_PastAndPollsInAnyOrder_LeaveTheSameCandles()
    {
        var points = MakePoint.Any(Midnight.AddDays(-1), TimeSpan.FromSeconds(150), 1000, assets: 2).NonEmptyListOf().Select(list => list.ToArray());

        Prop.ForAll(points.ToArbitrary(), points.ToArbitrary(), ArbMap.Default.ArbFor<int>(), (past, polled, seed) =>
        {
            var random = new Random(seed);
            var pastFirst = new CandleWriterTests();
            Complete(pastFirst.FoldAsync(CandleInterval.FiveMinutes, past));
            Complete(pastFirst.PollAsync(polled));

            var mixed = new CandleWriterTests();
            (CandleInterval? Spacing, PricePoint Point)[] arrivals =
                [.. past.Select(point => ((CandleInterval?)CandleInterval.FiveMinutes, point)), .. polled.Select(point => ((CandleInterval?)null, point))];
            random.Shuffle(arrivals);
            foreach (var (spacing, point) in arrivals)
            {
                Complete(mixed.FoldAsync(spacing, point));
                if (random.Next(5) == 0)
                {
                    Complete(mixed.RestartAsync());
                }
            }

            mixed._store.Candles.ShouldBe(pastFirst._store.Candles, ignoreOrder: true);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20260301, 1));
    }

    /// <summary>The stub answers at once, so that nothing is waited for.</summary>
    private static void Complete(Task task)
    {
        task.IsCompleted.ShouldBeTrue();
        task.GetAwaiter().GetResult();
    }

    private (decimal Open, decimal High, decimal Low, decimal Close) Five(DateTimeOffset openTime) => Prices(CandleInterval.FiveMinutes, openTime);

    private (decimal Open, decimal High, decimal Low, decimal Close) Hour(DateTimeOffset openTime) => Prices(CandleInterval.OneHour, openTime);

    private (decimal Open, decimal High, decimal Low, decimal Close) Day(DateTimeOffset openTime) => Prices(CandleInterval.OneDay, openTime);

    private (decimal Open, decimal High, decimal Low, decimal Close) Prices(CandleInterval interval, DateTimeOffset openTime)
    {
        var candle = _store.Get(interval, openTime);
        return (candle.Open, candle.High, candle.Low, candle.Close);
    }

    /// <summary>Folds points as the pipeline does, and stores what is to be stored.</summary>
    private Task<CandleChanges> PollAsync(params PricePoint[] points) => FoldAsync(spacing: null, points);

    private async Task<CandleChanges> FoldAsync(CandleInterval? spacing, params PricePoint[] points)
    {
        var changes = await new CandleWriter(_store, Options.Create(_options), _time).FoldAsync(points, _book, spacing, CancellationToken.None);
        _store.Put(changes.Candles);
        _book.Apply(changes.Candles);
        return changes;
    }

    private async Task RestartAsync() => _book = new CandleBook(await _store.LoadLatestAsync(CancellationToken.None));
}
