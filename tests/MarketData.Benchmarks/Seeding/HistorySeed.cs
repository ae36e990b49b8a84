using MarketData.Benchmarks.Servers;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Database.Postgres;

namespace MarketData.Benchmarks.Seeding;

/// <summary>
/// Candles in the order in which polls bring them: interval after interval, and in each all assets. One asset's series then lies in as
/// many pages as it has candles, as it does after years of polling; written asset by asset it would be read too fast.
/// </summary>
internal static class HistorySeed
{
    /// <summary>When the invented history ends; a whole day.</summary>
    public static readonly DateTimeOffset End = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private const int RowsAtOnce = 100_000;

    private static readonly BulkTable<Candle> Candles = new("candle", CandleSql.Columns, PostgresCandleWriter.WriteCandle);

    /// <summary>Adds candles of the assets from <paramref name="firstAsset"/> on, up to the end; gives how many.</summary>
    public static async Task<long> AddAsync(
        BenchmarkDatabase database, CandleInterval interval, int firstAsset, int assets, int count)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        var rows = new List<Candle>(RowsAtOnce + assets);
        for (var i = count; i > 0; i--)
        {
            var at = End - (i * interval.Width()) + (interval.Width() * 0.9);
            rows.AddRange(Enumerable.Range(firstAsset, assets).Select(asset => InventedMarket.Candle(asset, interval, at)));
            if (rows.Count >= RowsAtOnce || i == 1)
            {
                await PostgresCandleWriter.EnsurePartitionsAsync(connection, rows, CancellationToken.None);
                await using var transaction = await connection.BeginTransactionAsync();
                if (!await Candles.TryAppendAsync(connection, rows, CancellationToken.None))
                {
                    throw new InvalidOperationException($"Candles of {interval} were seeded before.");
                }

                await transaction.CommitAsync();
                rows.Clear();
            }
        }

        return (long)assets * count;
    }
}
