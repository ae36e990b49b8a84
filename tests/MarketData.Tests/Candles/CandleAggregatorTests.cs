using FsCheck;
using FsCheck.Fluent;
using MarketData.Candles;

namespace MarketData.Tests.Candles;

public sealed class CandleAggregatorTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Prefer_FiguresThatOnlyOursKnows_AreFilledInAndNamed()
    {
        var own = Hour(0, 1m, 2m, 1m, 2m, marketCap: 5m) with { Volume24h = 7m, Source = "coingecko" };
        var provider = Hour(0, 3m, 4m, 3m, 4m, volume: 9m) with { Origin = CandleOrigin.Provider, Source = "binance" };

        CandleAggregator.Prefer(provider, own).ShouldBe(provider with { MarketCap = 5m, Volume24h = 7m, Source = "binance,coingecko" });
        CandleAggregator.Prefer(provider with { MarketCap = 6m }, own).ShouldBe(
            provider with { MarketCap = 6m, Volume24h = 7m, Source = "binance,coingecko" });
        CandleAggregator.Prefer(provider, own with { MarketCap = null, Volume24h = null }).ShouldBe(provider);
    }

    [Fact]
    public async Task FoldAsync_FourHours_MakeOneCandle()
    {
        var folded = await FoldAsync("4h", [
            Hour(0, 10m, 12m, 9m, 11m, volume: 1.5m, marketCap: 100m),
            Hour(1, 11m, 15m, 11m, 14m, volume: 2.25m, marketCap: 200m),
            Hour(2, 14m, 14m, 8m, 9m, volume: 0m, marketCap: 300m),
            Hour(3, 9m, 10m, 9m, 9.5m, volume: 4m, marketCap: 400m)]);

        var candle = folded.ShouldHaveSingleItem();
        candle.OpenTime.ShouldBe(Midnight);
        (candle.Open, candle.High, candle.Low, candle.Close).ShouldBe((10m, 15m, 8m, 9.5m));
        candle.Volume.ShouldBe(7.75m);
        candle.MarketCap.ShouldBe(400m);
        candle.FirstAt.ShouldBe(Midnight.AddMinutes(1));
        candle.LastAt.ShouldBe(Midnight.AddHours(3).AddMinutes(59));
    }

    [Fact]
    public async Task FoldAsync_OneVolumeUnknown_VolumeIsUnknown()
    {
        var folded = await FoldAsync("4h", [Hour(0, 1m, 1m, 1m, 1m, volume: 5m), Hour(1, 1m, 1m, 1m, 1m, volume: null), Hour(2, 1m, 1m, 1m, 1m, volume: 5m)]);

        folded.ShouldHaveSingleItem().Volume.ShouldBeNull();
    }

    [Fact]
    public async Task FoldAsync_MarketCapUnknownAtTheClose_IsUnknown()
    {
        var folded = await FoldAsync("4h", [Hour(0, 1m, 1m, 1m, 1m, marketCap: 5m), Hour(1, 1m, 1m, 1m, 1m, marketCap: null)]);

        folded.ShouldHaveSingleItem().MarketCap.ShouldBeNull();
    }

    [Fact]
    public async Task FoldAsync_MissingHours_AreNotInvented()
    {
        var folded = await FoldAsync("4h", [Hour(1, 1m, 1m, 1m, 1m), Hour(13, 2m, 2m, 2m, 2m)]);

        folded.Select(candle => candle.OpenTime).ShouldBe([Midnight, Midnight.AddHours(12)]);
    }

    [Fact]
    public async Task FoldAsync_OwnAndProviderOfTwoSources_IsOwnOfBothSources()
    {
        var folded = await FoldAsync("4h", [
            Hour(0, 1m, 1m, 1m, 1m) with { Origin = CandleOrigin.Provider, Source = "coinpaprika" },
            Hour(1, 1m, 1m, 1m, 1m) with { Source = "alternative,coingecko" },
            Hour(4, 1m, 1m, 1m, 1m) with { Origin = CandleOrigin.Provider, Source = "coinpaprika" }]);

        folded.Select(candle => (candle.Origin, candle.Source)).ShouldBe([
            (CandleOrigin.Own, "alternative,coingecko,coinpaprika"),
            (CandleOrigin.Provider, "coinpaprika")]);
    }

    [Fact]
    public async Task FoldAsync_Days_MakeWeeksFromMonday()
    {
        // 2026-03-01 is a Sunday.
        Candle[] days = [.. Enumerable.Range(-1, 9).Select(day => Hour(24 * day, day + 10, day + 10, day + 10, day + 10) with { Interval = CandleInterval.OneDay })];

        var folded = await FoldAsync("1w", days);

        folded.Select(candle => (candle.OpenTime, candle.Open, candle.Close)).ShouldBe([
            (Midnight.AddDays(-7), 9m, 9m), (Midnight, 10m, 16m), (Midnight.AddDays(7), 17m, 17m)]);
        folded.ShouldAllBe(candle => candle.OpenTime.DayOfWeek == DayOfWeek.Monday);
    }

    [Fact]
    public async Task FoldAsync_Nothing_IsNothing() => (await FoldAsync("4h", [])).ShouldBeEmpty();

    [Fact]
    public async Task FoldAsync_Endless_GivesEachCandleAsSoonAsTheNextBegins()
    {
        var taken = 0;
        async IAsyncEnumerable<Candle> Endless()
        {
            while (true)
            {
                await Task.Yield();
                yield return Hour(taken++, 1m, 1m, 1m, 1m);
            }
        }

        var first = await CandleAggregator.FoldAsync(Endless(), Width("4h")).FirstAsync();

        first.OpenTime.ShouldBe(Midnight);
        taken.ShouldBe(5);
    }

    [Fact]
    public void FoldAsync_AnySeries_EqualsGroupingByStart() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(),
        prices =>
        {
            var parts = prices.Get.Select((price, i) => Hour(i + (i * (prices.Get[0].Get % 3)), price.Get, price.Get + 2, price.Get - 0.5m, price.Get + 1)).ToList();

            var folded = FoldAsync("4h", parts).GetAwaiter().GetResult();

            var expected = parts.GroupBy(part => part.OpenTime.UtcDateTime.Date.AddHours(part.OpenTime.Hour / 4 * 4)).Select(group => (
                group.Key, group.First().Open, group.Max(part => part.High), group.Min(part => part.Low), group.Last().Close));
            return folded.Select(candle => (candle.OpenTime.UtcDateTime, candle.Open, candle.High, candle.Low, candle.Close)).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("5m", "2026-03-04T13:47:11Z", "2026-03-04T13:45:00Z", "2026-03-04T13:50:00Z")]
    [InlineData("15m", "2026-03-04T13:47:11Z", "2026-03-04T13:45:00Z", "2026-03-04T14:00:00Z")]
    [InlineData("30m", "2026-03-04T13:47:11Z", "2026-03-04T13:30:00Z", "2026-03-04T14:00:00Z")]
    [InlineData("4h", "2026-03-04T13:47:11Z", "2026-03-04T12:00:00Z", "2026-03-04T16:00:00Z")]
    [InlineData("1d", "2026-03-04T13:47:11Z", "2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z")]
    [InlineData("1w", "2026-03-04T13:47:11Z", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z")]
    [InlineData("1w", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z")]
    public void CandleWidth_Time_HasStartAndCeiling(string name, string time, string start, string ceiling)
    {
        var width = Width(name);

        width.OpenTimeOf(Time(time)).ShouldBe(Time(start));
        width.CeilingOf(Time(time)).ShouldBe(Time(ceiling));
    }

    private static CandleWidth Width(string name) => CandleWidth.All.Single(width => width.Name == name);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<Candle>> FoldAsync(string width, IEnumerable<Candle> parts) =>
        await CandleAggregator.FoldAsync(parts.ToAsyncEnumerable(), Width(width)).ToListAsync();

    private static Candle Hour(int hour, decimal open, decimal high, decimal low, decimal close, decimal? volume = null, decimal? marketCap = null) => new()
    {
        AssetId = 1,
        Interval = CandleInterval.OneHour,
        OpenTime = Midnight.AddHours(hour),
        Origin = CandleOrigin.Own,
        Open = open,
        High = high,
        Low = low,
        Close = close,
        Volume = volume,
        MarketCap = marketCap,
        FirstAt = Midnight.AddHours(hour).AddMinutes(1),
        LastAt = Midnight.AddHours(hour).AddMinutes(59),
        Source = "coingecko",
    };
}
