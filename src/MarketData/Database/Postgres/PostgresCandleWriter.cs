using MarketData.Candles;
using MarketData.Markets;
using Npgsql;
using NpgsqlTypes;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

/// <summary>Writes history, within the transaction of whoever calls. Rows come from <see cref="CommitResolver"/>: one for each key, in order.</summary>
internal static partial class PostgresCandleWriter
{
    private const string CreateStaging = "CREATE TEMP TABLE candle_staging (LIKE candle) ON COMMIT DROP";

    private const string Copy = $"COPY candle_staging ({CandleSql.Columns}) FROM STDIN (FORMAT BINARY)";

    private const string Merge = $"""
        INSERT INTO candle ({CandleSql.Columns})
        SELECT {CandleSql.Columns} FROM candle_staging ORDER BY asset_id, interval, open_time, origin
        {CandleSql.ReplaceCandle}
        """;

    private const string UpsertExtremes = $"""
        INSERT INTO price_extreme ({ExtremeSql.Columns})
        SELECT new.asset_id, new.kind, new.price, new.at, new.source
        FROM unnest(@assetIds, @kinds, @prices, @at, @sources) AS new (asset_id, kind, price, at, source)
        {ExtremeSql.KeepFurthest}
        """;

    private const string CreateCorrectionStaging =
        "CREATE TEMP TABLE candle_correction_staging (LIKE candle_correction) ON COMMIT DROP";

    private const string CopyCorrections = $"COPY candle_correction_staging ({CandleSql.CorrectionColumns}) FROM STDIN (FORMAT BINARY)";

    private const string MergeCorrections = $"""
        INSERT INTO candle_correction ({CandleSql.CorrectionColumns})
        SELECT {CandleSql.CorrectionColumns} FROM candle_correction_staging
        {CandleSql.KeepCorrection}
        """;

    /// <summary>
    /// Writes candles; one that exists is replaced. Their partitions must exist. The extremes of those of providers are written with them.
    /// </summary>
    public static async Task UpsertAsync(NpgsqlConnection connection, IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CreateStaging, cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken))
        {
            foreach (var candle in candles)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.StartRow();
                copy.Write(candle.AssetId, NpgsqlDbType.Integer);
                WriteKey(copy, candle);
                WriteFigures(copy, candle);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(connection, Merge, cancellationToken);

        // Those of our own come from points, which know the time better.
        var provided = candles.Where(candle => candle.Origin == CandleOrigin.Provider);
        await UpsertExtremesAsync(connection, PriceExtreme.Furthest(provided.SelectMany(PriceExtreme.Of)), cancellationToken);
    }

    /// <summary>Writes extremes of prices; one that is not beyond the stored one changes nothing.</summary>
    public static Task UpsertExtremesAsync(
        NpgsqlConnection connection, IReadOnlyList<PriceExtreme> extremes, CancellationToken cancellationToken) =>
        extremes.Count == 0 ? Task.CompletedTask : ExecuteAsync(
            connection,
            UpsertExtremes,
            cancellationToken,
            Column("assetIds", extremes, extreme => extreme.AssetId),
            Texts("kinds", extremes, extreme => StoredEnum<ExtremeKind>.ToText(extreme.Kind)),
            Column("prices", extremes, extreme => extreme.Price),
            Times("at", extremes, extreme => extreme.At),
            Texts("sources", extremes, extreme => extreme.Source));

    public static async Task AddCorrectionsAsync(
        NpgsqlConnection connection, IReadOnlyList<CandleCorrection> corrections, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CreateCorrectionStaging, cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(CopyCorrections, cancellationToken))
        {
            foreach (var correction in corrections)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.StartRow();
                copy.Write(correction.After.AssetId, NpgsqlDbType.Integer);
                Write(copy, correction.CorrectedAt);
                WriteKey(copy, correction.After);
                copy.Write(Storable(correction.Reason)!, NpgsqlDbType.Text);
                WriteFigures(copy, correction.Before);
                WriteFigures(copy, correction.After);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(connection, MergeCorrections, cancellationToken);
    }

    private static void WriteKey(NpgsqlBinaryImporter copy, Candle candle)
    {
        copy.Write(candle.Interval.Name(), NpgsqlDbType.Text);
        Write(copy, candle.OpenTime);
        copy.Write(StoredEnum<CandleOrigin>.ToText(candle.Origin), NpgsqlDbType.Text);
    }

    private static void WriteFigures(NpgsqlBinaryImporter copy, Candle candle)
    {
        copy.Write(candle.Open, NpgsqlDbType.Numeric);
        copy.Write(candle.High, NpgsqlDbType.Numeric);
        copy.Write(candle.Low, NpgsqlDbType.Numeric);
        copy.Write(candle.Close, NpgsqlDbType.Numeric);
        Write(copy, candle.Volume);
        Write(copy, candle.MarketCap);
        Write(copy, candle.Volume24h);
        Write(copy, candle.FirstAt);
        Write(copy, candle.LastAt);
        copy.Write(Storable(candle.Source)!, NpgsqlDbType.Text);
    }
}
