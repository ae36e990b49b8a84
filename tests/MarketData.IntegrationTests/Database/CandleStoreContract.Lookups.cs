using MarketData.Candles;

namespace MarketData.IntegrationTests.Database;

public abstract partial class CandleStoreContract
{
    [Fact]
    public async Task LoadLatestAsync_SeveralCandles_GivesTheNewestOwnOfEachAssetAndInterval()
    {
        var dust = Some.Candle(Dust.Id, CandleInterval.FiveMinutes, Start.AddYears(-3));
        var day = Some.Candle(Bitcoin.Id, CandleInterval.OneDay, Start);
        await PutSeriesAsync(24 * 40);
        await Candles.PutAsync([dust, day, Hour(5000, 7m, CandleOrigin.Provider)], CancellationToken.None);

        var latest = await Candles.LoadLatestAsync(CancellationToken.None);

        Text(latest).ShouldBe(Text([dust, Hour((24 * 40) - 1, 24 * 40), day]));
    }

    [Fact]
    public async Task FindAsync_Keys_GivesThoseOfOurOwnThatExist()
    {
        var old = Some.Candle(Dust.Id, CandleInterval.FiveMinutes, Start.AddYears(-1), 8m);
        await PutSeriesAsync(5);
        await Candles.PutAsync([old, Hour(2, 30m, CandleOrigin.Provider), Hour(9, 90m, CandleOrigin.Provider)], CancellationToken.None);
        CandleKey Key(Candle candle) => new(candle.AssetId, candle.Interval, candle.OpenTime);

        var found = await Candles.FindAsync(
            [Key(Hour(4)), Key(Hour(2)), Key(old), Key(Hour(2)), Key(Hour(9)), Key(Hour(5000)), Key(Hour(1)) with { AssetId = Dust.Id }],
            CancellationToken.None);

        Text(found).Order(StringComparer.Ordinal).ShouldBe(Text([Hour(2, 3m), Hour(4, 5m), old]).Order(StringComparer.Ordinal));
        (await Candles.FindAsync([], CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadPointsAsync_Range_StreamsItInOrder()
    {
        await Test.Store.AddPricePointsAsync(
            [.. Enumerable.Range(0, 6).Select(i => Some.Point(Bitcoin.Id, Start.AddMinutes((5 * i) - 15), i + 1)), Some.Point(Dust.Id, Start)],
            CancellationToken.None);

        var points = await ListAsync(
            Candles.ReadPointsAsync(Bitcoin.Id, Start.AddMinutes(-10), Start.AddMinutes(5), CancellationToken.None));

        points.Select(point => point.Price).ShouldBe([2m, 3m, 4m]);
        Text(points)[0].ShouldBe($"{Some.Point(Bitcoin.Id, Start.AddMinutes(-10), 2m)}");
    }
}
