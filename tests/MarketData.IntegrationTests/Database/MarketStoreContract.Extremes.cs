using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.IntegrationTests.Database;

public abstract partial class MarketStoreContract
{
    [Fact]
    public async Task CommitAsync_Extremes_OnlyEverMoveOutwards()
    {
        await CommitAsync(Some.Commit() with { Extremes = [Extreme(ExtremeKind.Ath, 100m, 1), Extreme(ExtremeKind.Atl, 10.50m, 1)] });

        await CommitAsync(Some.Commit() with { Extremes = [Extreme(ExtremeKind.Ath, 99m, 2), Extreme(ExtremeKind.Atl, 9.75m, 2)] });
        await CommitAsync(Some.Commit() with { Extremes = [Extreme(ExtremeKind.Ath, 1000m, 3), Extreme(ExtremeKind.Atl, 100m, 3)] });
        await CommitAsync(Some.Commit() with { Extremes = [Extreme(ExtremeKind.Ath, 1000m, 2), Extreme(ExtremeKind.Atl, 9.75m, 4)] });

        (await LoadAsync()).Extremes.ShouldBe([Extreme(ExtremeKind.Ath, 1000m, 2), Extreme(ExtremeKind.Atl, 9.75m, 2)]);
    }

    [Fact]
    public async Task PutAsync_CandlesOfAProvider_BringTheirExtremesWithTheirStart()
    {
        var day = new DateTimeOffset(2021, 11, 10, 0, 0, 0, TimeSpan.Zero);
        await _test.Candles.PutAsync(
            [
                Some.Candle(Bitcoin.Id, CandleInterval.OneDay, day, origin: CandleOrigin.Provider) with { High = 69000m, Low = 60000m },
                Some.Candle(Bitcoin.Id, CandleInterval.OneDay, day.AddDays(1), origin: CandleOrigin.Provider) with { High = 65000m, Low = 0.05m },
            ],
            CancellationToken.None);

        (await LoadAsync()).Extremes.Select(extreme => (extreme.Kind, extreme.Price, extreme.At)).ShouldBe(
            [(ExtremeKind.Ath, 69000m, day), (ExtremeKind.Atl, 0.05m, day.AddDays(1))]);
    }

    [Fact]
    public async Task RemoveSourceAsync_ExtremesRestedOnIt_AreFoundAnewInWhatStays()
    {
        var day = new DateTimeOffset(2021, 11, 10, 0, 0, 0, TimeSpan.Zero);
        await _test.Candles.PutAsync(
            [Some.Candle(Bitcoin.Id, CandleInterval.OneDay, day, origin: CandleOrigin.Provider) with { High = 50m, Low = 40m, Source = "exchange" }],
            CancellationToken.None);
        await CommitAsync(Some.Commit() with
        {
            Extremes = [Extreme(ExtremeKind.Ath, 60m, 1) with { Source = "sample" }, Extreme(ExtremeKind.Atl, 30m, 1) with { Source = "sample" }],
        });

        await Store.RemoveSourceAsync("sample", null, CancellationToken.None);

        (await LoadAsync()).Extremes.ShouldBe(
            [
                new PriceExtreme(Bitcoin.Id, ExtremeKind.Ath, 50m, day, "exchange"),
                new PriceExtreme(Bitcoin.Id, ExtremeKind.Atl, 40m, day, "exchange"),
            ]);
    }

    [Fact]
    public async Task CommitAsync_RecordWithoutADate_DoesNotKeepTheDateOfTheOneBefore()
    {
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id) with { Ath = 5m, AthDate = Some.Time, Atl = 1m, AtlDate = Some.Time }));

        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id) with { Ath = 6m, AsOf = Some.Time.AddMinutes(1) }));

        var quote = (await LoadAsync()).Quotes.Single();
        (quote.Ath, quote.AthDate, quote.Atl, quote.AtlDate).ShouldBe((6m, null, 1m, Some.Time));
    }

    private PriceExtreme Extreme(ExtremeKind kind, decimal price, int hours) =>
        new(Bitcoin.Id, kind, price, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hours), "coingecko");
}
