using MarketData.Candles;
using Npgsql;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

/// <summary>Writes history, within the transaction of whoever calls. Rows come from <see cref="CommitResolver"/>: one for each key, in order.</summary>
internal static partial class PostgresCandleWriter
{
    private const string Merge = $"""
        INSERT INTO candle ({CandleSql.Columns})
        SELECT {CandleSql.Columns} FROM candle_staging ORDER BY asset_id, interval, open_time, origin
        {CandleSql.ReplaceCandle}
        """;

    private const string MergeCorrections = $"""
        INSERT INTO candle_correction ({CandleSql.CorrectionColumns})
        SELECT {CandleSql.CorrectionColumns} FROM candle_correction_staging
        {CandleSql.KeepCorrection}
        """;

    // The bounds tell the planner which partitions are meant, as in PostgresCandleStore.
    private const string Any = """
        SELECT EXISTS (
            SELECT FROM unnest(@assetIds, @openTimes, @origins) AS key (asset_id, open_time, origin)
            JOIN candle ON candle.asset_id = key.asset_id AND candle.open_time = key.open_time AND candle.origin = key.origin
            WHERE candle.interval = '(interval)' AND candle.open_time BETWEEN @first AND @last)
        """;

    private static readonly Dictionary<CandleInterval, string> AnyOf = CandleSql.ForEachInterval(Any);

    private static readonly BulkTable<Candle> Candles = new("candle", CandleSql.Columns, WriteCandle);

    private static readonly BulkTable<CandleCorrection> Corrections = new("candle_correction", CandleSql.CorrectionColumns, WriteCorrection);

    /// <summary>Writes candles; one that exists is replaced. Their partitions must exist.</summary>
    public static async Task UpsertAsync(NpgsqlConnection connection, IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        var known = new List<Candle>();

        // In the same order by every writer, so that two of them wait for each other instead of deadlocking.
        foreach (var group in candles.GroupBy(candle => candle.Interval).OrderBy(group => group.Key))
        {
            var rows = group.ToList();
            if (await IsAnyStoredAsync(connection, group.Key, KeySample.Of(rows), cancellationToken)
                || !await Candles.TryAppendAsync(connection, rows, cancellationToken))
            {
                known.AddRange(rows);
            }
        }

        if (known.Count > 0)
        {
            await Candles.StageAsync(connection, known, cancellationToken);
            await ExecuteAsync(connection, Merge, cancellationToken);
        }
    }

    public static async Task AddCorrectionsAsync(
        NpgsqlConnection connection, IReadOnlyList<CandleCorrection> corrections, CancellationToken cancellationToken)
    {
        await Corrections.StageAsync(connection, corrections, cancellationToken);
        await ExecuteAsync(connection, MergeCorrections, cancellationToken);
    }

    private static async Task<bool> IsAnyStoredAsync(
        NpgsqlConnection connection, CandleInterval interval, IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(AnyOf[interval], connection);
        select.Parameters.Add(Column("assetIds", candles, candle => candle.AssetId));
        select.Parameters.Add(Times("openTimes", candles, candle => candle.OpenTime));
        select.Parameters.Add(Texts("origins", candles, candle => StoredEnum<CandleOrigin>.ToText(candle.Origin)));
        select.Parameters.AddRange(Bounds(candles, candle => candle.OpenTime));
        return await select.ExecuteScalarAsync(cancellationToken) is true;
    }

    internal static void WriteCandle(CopyRows cells, Candle candle)
    {
        cells.Write(candle.AssetId);
        WriteKey(cells, candle);
        WriteFigures(cells, candle);
    }

    private static void WriteCorrection(CopyRows cells, CandleCorrection correction)
    {
        cells.Write(correction.After.AssetId);
        cells.Write(correction.CorrectedAt);
        WriteKey(cells, correction.After);
        cells.Write(correction.Reason);
        WriteFigures(cells, correction.Before);
        WriteFigures(cells, correction.After);
    }

    private static void WriteKey(CopyRows cells, Candle candle)
    {
        cells.Write(candle.Interval.Name());
        cells.Write(candle.OpenTime);
        cells.Write(StoredEnum<CandleOrigin>.ToText(candle.Origin));
    }

    private static void WriteFigures(CopyRows cells, Candle candle)
    {
        cells.Write(candle.Open);
        cells.Write(candle.High);
        cells.Write(candle.Low);
        cells.Write(candle.Close);
        cells.Write(candle.Volume);
        cells.Write(candle.MarketCap);
        cells.Write(candle.Volume24h);
        cells.Write(candle.FirstAt);
        cells.Write(candle.LastAt);
        cells.Write(candle.Source);
    }
}
