using MarketData.Candles;

namespace MarketData.Tests.Candles;

public sealed class PerformanceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 3, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1h", CandleInterval.FiveMinutes)]
    [InlineData("24h", CandleInterval.FiveMinutes)]
    [InlineData("30d", CandleInterval.OneHour)]
    [InlineData("1y", CandleInterval.OneDay)]
    [InlineData("all", CandleInterval.OneDay)]
    public void CandlesOf_EverythingReachesBack_TakesTheFinestOfThePeriod(string period, CandleInterval expected)
    {
        var candles = Performance.CandlesOf(Period(period), History(800), Now, out var gap);

        candles!.ShouldAllBe(candle => candle.Interval == expected);
        candles![^1].OpenTime.ShouldBe(expected.OpenTimeOf(Now));
        gap.ShouldBeNull();
    }

    [Fact]
    public void CandlesOf_FiveMinutesTooShort_TakesHours()
    {
        var history = History(2);
        history[CandleInterval.FiveMinutes] = [.. history[CandleInterval.FiveMinutes].TakeLast(5)];

        var candles = Performance.CandlesOf(Period("24h"), history, Now, out _)!;

        candles[0].Interval.ShouldBe(CandleInterval.OneHour);
        candles[0].OpenTime.ShouldBe(new DateTimeOffset(2026, 2, 28, 12, 0, 0, TimeSpan.Zero));
        candles.Count.ShouldBe(25);
    }

    [Fact]
    public void CandlesOf_OnlyDaysReachBackAnHour_TakesNone()
    {
        var history = History(2);
        history[CandleInterval.FiveMinutes] = [];
        history[CandleInterval.OneHour] = [];

        Performance.CandlesOf(Period("1h"), history, Now, out var gap).ShouldBeNull();

        gap.ShouldBe(PerformanceGap.HistoryTooShort);
    }

    [Fact]
    public void CandlesOf_NothingWithin_SaysSo()
    {
        var history = History(2);
        history[CandleInterval.FiveMinutes] = [.. history[CandleInterval.FiveMinutes].SkipLast(30)];

        Performance.CandlesOf(Period("1h"), history, Now, out var gap).ShouldBeNull();

        gap.ShouldBe(PerformanceGap.NoCandles);
    }

    [Fact]
    public void CandlesOf_NoHistoryAtAll_SaysSoForEveryPeriod()
    {
        var history = CandleIntervals.All.ToDictionary(interval => interval, _ => (IReadOnlyList<Candle>)[]);

        foreach (var period in PerformancePeriod.All)
        {
            Performance.CandlesOf(period, history, Now, out var gap).ShouldBeNull();
            gap.ShouldBe(PerformanceGap.HistoryTooShort);
        }
    }

    private static PerformancePeriod Period(string name) => PerformancePeriod.All.Single(period => period.Name == name);

    private static Dictionary<CandleInterval, IReadOnlyList<Candle>> History(int days) =>
        CandleIntervals.All.ToDictionary(interval => interval, interval => (IReadOnlyList<Candle>)[
            .. Enumerable.Range(0, (int)(TimeSpan.FromDays(days) / interval.Width()))
                .Select(i => CandleOf(interval, interval.OpenTimeOf(Now) - (i * interval.Width())))
                .Reverse()]);

    private static Candle CandleOf(CandleInterval interval, DateTimeOffset openTime) => new()
    {
        AssetId = 1,
        Interval = interval,
        OpenTime = openTime,
        Origin = CandleOrigin.Own,
        Open = 1,
        High = 1,
        Low = 1,
        Close = 1,
        FirstAt = openTime,
        LastAt = openTime,
        Source = "coingecko",
    };
}
