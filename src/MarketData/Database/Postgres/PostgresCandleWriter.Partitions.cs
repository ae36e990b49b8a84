using MarketData.Candles;
using Npgsql;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

internal static partial class PostgresCandleWriter
{
    // Made before they are needed, so that the turn of a month costs no poll a wait for a lock.
    private const int MonthsAhead = 2;

    // Asked with every write instead of remembered: an operator may drop an old month while we run.
    private const string SelectMissing = """
        SELECT name
        FROM unnest(@names) AS name
        WHERE to_regclass(name) IS NULL
        ORDER BY name
        """;

    private const string EnsurePartitions = "SELECT ensure_candle_partitions(@intervals, @days)";

    /// <summary>Makes the partitions that the candles need, and those that come next.</summary>
    /// <remarks>Not within the transaction of the write: a partition that stays empty does no harm, but its lock would outlast the write.</remarks>
    public static async Task EnsurePartitionsAsync(
        NpgsqlConnection connection, IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        if (candles.Count == 0)
        {
            return;
        }

        var wanted = candles.Select(candle => CandlePartition.Of(candle.Interval, candle.OpenTime)).Distinct().ToList();
        var ahead = wanted.GroupBy(partition => partition.Interval).SelectMany(Ahead);
        var byName = wanted.Concat(ahead).Distinct().ToDictionary(partition => partition.Name);

        var missing = new List<CandlePartition>();
        await using (var select = new NpgsqlCommand(SelectMissing, connection))
        {
            select.Parameters.Add(new NpgsqlParameter<string[]>("names", [.. byName.Keys]));
            await using var reader = await select.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                missing.Add(byName[reader.GetString(0)]);
            }
        }

        if (missing.Count > 0)
        {
            await ExecuteAsync(
                connection,
                EnsurePartitions,
                cancellationToken,
                new NpgsqlParameter<string[]>("intervals", [.. missing.Select(partition => partition.Interval.Name())]),
                new NpgsqlParameter<DateOnly[]>("days", [.. missing.Select(partition => partition.FirstDay)]));
        }
    }

    private static IEnumerable<CandlePartition> Ahead(IEnumerable<CandlePartition> partitions)
    {
        var next = partitions.MaxBy(partition => partition.FirstDay).Next;
        yield return next;
        for (var month = 1; month < MonthsAhead && next.Interval != CandleInterval.OneDay; month++)
        {
            next = next.Next;
            yield return next;
        }
    }
}
