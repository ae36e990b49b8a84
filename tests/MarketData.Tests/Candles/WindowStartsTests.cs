using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Tests.Candles;

public sealed class WindowStartsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 13, 47, 11, TimeSpan.Zero);

    private readonly MemoryCandleStore _store = new();

    public static TheoryData<CandleInterval, int, int> Windows => new()
    {
        // Interval, minutes before now that the last candle before the window's start ended, place of the window.
        { CandleInterval.FiveMinutes, 60 + 2, 0 },
        { CandleInterval.FiveMinutes, (24 * 60) + 2, 1 },
        { CandleInterval.OneHour, (24 * 60) + 47, 1 },
        { CandleInterval.OneHour, (7 * 24 * 60) + 47, 2 },
        { CandleInterval.OneHour, (14 * 24 * 60) + 47, 3 },
        { CandleInterval.OneDay, (14 * 24 * 60) + 827, 3 },
        { CandleInterval.OneDay, (30 * 24 * 60) + 827, 4 },
        { CandleInterval.OneDay, (200 * 24 * 60) + 827, 5 },
        { CandleInterval.OneDay, (365 * 24 * 60) + 827, 6 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task ChangesTo_CandleEndsBeforeTheStart_IsFromItsClose(CandleInterval interval, int minutesBefore, int place)
    {
        Add(interval, EndBefore(interval, minutesBefore), 80m);

        var changes = (await ReadAsync()).ChangesTo(1, 100m, Now);

        var expected = new double?[7];
        expected[place] = 25;
        ToList(changes).ShouldBe(expected);
    }

    [Fact]
    public async Task ChangesTo_FinerCandleToo_IsFromTheOneThatEndsNearest()
    {
        Add(CandleInterval.OneHour, EndBefore(CandleInterval.OneHour, (14 * 24 * 60) + 47), 50m);
        Add(CandleInterval.OneDay, EndBefore(CandleInterval.OneDay, (14 * 24 * 60) + 827), 80m);

        (await ReadAsync()).ChangesTo(1, 100m, Now).D14.ShouldBe(100);
    }

    [Fact]
    public async Task ChangesTo_CandleStillOpenAtTheStart_IsNotUsed()
    {
        Add(CandleInterval.OneHour, CandleInterval.OneHour.OpenTimeOf(Now.AddDays(-7)), 80m);

        (await ReadAsync()).ChangesTo(1, 100m, Now).D7.ShouldBeNull();
    }

    [Fact]
    public async Task ChangesTo_GapLongerThanTheTolerance_IsUnknown()
    {
        Add(CandleInterval.OneHour, Now.AddDays(-7).AddHours(-15), 80m);

        (await ReadAsync()).ChangesTo(1, 100m, Now).ShouldBe(default);
    }

    [Theory]
    [InlineData(-12, true)]
    [InlineData(-14, false)]
    [InlineData(11, true)]
    [InlineData(13, false)]
    public async Task ChangesTo_PriceOfAnotherTime_IsGivenWithinTheToleranceOnly(int hours, bool isGiven)
    {
        Add(CandleInterval.OneHour, EndBefore(CandleInterval.OneHour, (7 * 24 * 60) + 47), 80m);

        (await ReadAsync()).ChangesTo(1, 100m, Now.AddHours(hours)).D7.HasValue.ShouldBe(isGiven);
    }

    [Fact]
    public async Task ReadAsync_StartsHaveNotMovedOn_ReadsNothing()
    {
        var starts = await ReadAsync();
        var reads = _store.CloseReads.Count;

        (await WindowStarts.ReadAsync(starts, _store, Now.AddMinutes(2), default)).ShouldBeSameAs(starts);

        _store.CloseReads.Count.ShouldBe(reads);
    }

    [Fact]
    public async Task ReadAsync_FiveMinutesOn_ReadsTheFineWindowsOnly()
    {
        var starts = await ReadAsync();
        _store.CloseReads.Clear();

        await WindowStarts.ReadAsync(starts, _store, Now.AddMinutes(5), default);

        _store.CloseReads.Count.ShouldBe(ChangeWindow.H1.Intervals.Count + ChangeWindow.H24.Intervals.Count);
    }

    private static DateTimeOffset EndBefore(CandleInterval interval, int minutes) =>
        interval.OpenTimeOf(Now.AddMinutes(-minutes + 1)) - interval.Width();

    private static double?[] ToList(PriceChanges changes) =>
        [changes.H1, changes.H24, changes.D7, changes.D14, changes.D30, changes.D200, changes.Y1];

    private Task<WindowStarts> ReadAsync() => WindowStarts.ReadAsync(WindowStarts.None, _store, Now, default);

    private void Add(CandleInterval interval, DateTimeOffset openTime, decimal close) => _store.Put([new Candle
    {
        AssetId = 1,
        Interval = interval,
        OpenTime = interval.OpenTimeOf(openTime),
        Origin = CandleOrigin.Own,
        Open = close,
        High = close,
        Low = close,
        Close = close,
        FirstAt = openTime,
        LastAt = openTime,
        Source = "coingecko",
    }]);
}
