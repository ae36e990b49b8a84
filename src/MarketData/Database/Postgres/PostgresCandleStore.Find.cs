using MarketData.Candles;
using Npgsql;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresCandleStore
{
    // The bounds are those of the keys: they tell the planner which partition is meant, which a join alone does not.
    private const string SelectByKeys = $"""
        SELECT {CandleSql.Selected}
        FROM unnest(@assetIds, @openTimes) AS key (asset_id, open_time)
        JOIN candle ON candle.asset_id = key.asset_id AND candle.open_time = key.open_time
        WHERE candle.interval = '(interval)' AND candle.origin = 'own' AND candle.open_time BETWEEN @first AND @last
        ORDER BY candle.asset_id, candle.open_time
        """;

    private static readonly Dictionary<CandleInterval, string> SelectByKeysOf = CandleSql.ForEachInterval(SelectByKeys);

    public async Task<IReadOnlyList<Candle>> FindAsync(IReadOnlyList<CandleKey> keys, CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        if (keys.Count == 0)
        {
            return candles;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var group in keys.Distinct().GroupBy(key => CandlePartition.Of(key.Interval, key.OpenTime)))
        {
            await FindAsync(connection, group.Key.Interval, [.. group], candles, cancellationToken);
        }

        return candles;
    }

    /// <summary>Adds the candles of keys that lie in one partition.</summary>
    private static async Task FindAsync(
        NpgsqlConnection connection,
        CandleInterval interval,
        IReadOnlyList<CandleKey> keys,
        List<Candle> candles,
        CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(SelectByKeysOf[interval], connection);
        select.Parameters.Add(Column("assetIds", keys, key => key.AssetId));
        select.Parameters.Add(Times("openTimes", keys, key => key.OpenTime));
        select.Parameters.AddRange(Bounds(keys, key => key.OpenTime));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var row = new RowReader(reader, PostgresTime.Instance);
        while (await reader.ReadAsync(cancellationToken))
        {
            var candle = CandleRows.Candle(row);

            // One that cannot be held is as good as none: it is folded anew from the points.
            if (row.TakeUnreadable() is null)
            {
                candles.Add(candle);
            }
        }
    }
}
