using MarketData.Candles;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.Tests.Candles;

public sealed class SparklinesTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 13, 47, 0, TimeSpan.Zero);

    private readonly MemoryCandleStore _store = new();
    private readonly ManualTimeProvider _time = new(Start);
    private readonly Sparklines _sparklines;

    public SparklinesTests()
    {
        _sparklines = new Sparklines(_store, _time, NullLogger<Sparklines>.Instance);
        _store.Put(Enumerable.Range(0, 200).Select(i => Hour(CandleInterval.OneHour.OpenTimeOf(Start).AddHours(-i), 1000 - i)));
    }

    [Fact]
    public async Task GetAsync_First_ReadsSevenDays()
    {
        var closes = await ClosesAsync();

        closes.Count.ShouldBe(168);
        closes[0].ShouldBe(833);
        closes[^1].ShouldBe(1000);
    }

    [Fact]
    public async Task GetAsync_WithinFiveMinutes_ReadsNothing()
    {
        await ClosesAsync();
        _time.Advance(TimeSpan.FromMinutes(4));
        await ClosesAsync();

        _store.CloseReads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Later_ReadsWhatCameSinceAndMovesOn()
    {
        await ClosesAsync();
        _time.Advance(TimeSpan.FromMinutes(20));
        _store.Put([Hour(CandleInterval.OneHour.OpenTimeOf(Start), 1001), Hour(CandleInterval.OneHour.OpenTimeOf(Start).AddHours(1), 1002)]);

        var closes = await ClosesAsync();

        _store.CloseReads[^1].ShouldBe(CandleInterval.OneHour.OpenTimeOf(Start));
        closes.Count.ShouldBe(168);
        closes[0].ShouldBe(834);
        closes.TakeLast(3).ShouldBe([999, 1001, 1002]);
    }

    [Fact]
    public async Task GetAsync_AfterAnHour_ReadsAllAnew()
    {
        await ClosesAsync();
        _time.Advance(TimeSpan.FromMinutes(61));
        _store.Put([Hour(CandleInterval.OneHour.OpenTimeOf(Start).AddHours(-50), 5)]);

        (await ClosesAsync()).ShouldContain(5);
    }

    [Fact]
    public async Task GetAsync_DatabaseAway_GivesTheLastAndAsksNoSoonerThanUsual()
    {
        await ClosesAsync();
        _time.Advance(TimeSpan.FromMinutes(10));
        _store.Failure = new TimeoutException();

        (await ClosesAsync()).Count.ShouldBe(168);
        await ClosesAsync();

        _store.CloseReads.Count.ShouldBe(2);
    }

    [Fact]
    public async Task GetAsync_DatabaseBackAgain_ReadsFromWhereItLastRead()
    {
        await ClosesAsync();
        _store.Failure = new TimeoutException();
        _time.Advance(TimeSpan.FromMinutes(30));
        await ClosesAsync();
        _store.Failure = null;
        _store.Put([Hour(CandleInterval.OneHour.OpenTimeOf(Start), 1001), Hour(CandleInterval.OneHour.OpenTimeOf(Start).AddHours(1), 1002)]);
        _time.Advance(TimeSpan.FromMinutes(10));

        (await ClosesAsync()).TakeLast(2).ShouldBe([1001, 1002]);
    }

    [Fact]
    public async Task GetAsync_DatabaseAwayFromTheStart_Fails()
    {
        _store.Failure = new TimeoutException();

        await Should.ThrowAsync<TimeoutException>(ClosesAsync);
    }

    [Fact]
    public async Task GetAsync_ManyAtOnce_ReadOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(ClosesAsync)));

        _store.CloseReads.Count.ShouldBe(1);
    }

    public void Dispose() => _sparklines.Dispose();

    private async Task<List<decimal>> ClosesAsync() => [.. (await _sparklines.GetAsync(CancellationToken.None)).Get(1)];

    private static Candle Hour(DateTimeOffset openTime, decimal close) => new()
    {
        AssetId = 1,
        Interval = CandleInterval.OneHour,
        OpenTime = openTime,
        Origin = CandleOrigin.Own,
        Open = close,
        High = close,
        Low = close,
        Close = close,
        FirstAt = openTime,
        LastAt = openTime,
        Source = "coingecko",
    };
}
