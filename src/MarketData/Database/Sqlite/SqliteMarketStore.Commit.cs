using MarketData.Ingestion;
using MarketData.Snapshots;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteMarketStore
{
    private const string InsertRun = """
        INSERT INTO ingestion_run (
            source, started_at, finished_at, outcome, requests, rows_received, quotes_accepted, quotes_unchanged, refusals,
            error_code, error)
        VALUES (
            @source, @startedAt, @finishedAt, @outcome, @requests, @rowsReceived, @quotesAccepted, @quotesUnchanged, @refusals,
            @errorCode, @error)
        """;

    private const string UpsertRefusal = """
        INSERT INTO quarantined_quote (
            source, source_id, rule, field, asset_id, value, reason, as_of, first_seen_at, last_seen_at, occurrences)
        VALUES (@source, @sourceId, @rule, @field, @assetId, @value, @reason, @asOf, @firstSeenAt, @lastSeenAt, @occurrences)
        ON CONFLICT (source, source_id, rule, field) DO UPDATE SET
            asset_id = COALESCE(excluded.asset_id, quarantined_quote.asset_id),
            value = excluded.value,
            reason = excluded.reason,
            as_of = excluded.as_of,
            first_seen_at = MIN(quarantined_quote.first_seen_at, excluded.first_seen_at),
            last_seen_at = MAX(quarantined_quote.last_seen_at, excluded.last_seen_at),
            occurrences = quarantined_quote.occurrences + excluded.occurrences
        """;

    public Task CommitAsync(IngestionCommit commit, CancellationToken cancellationToken)
    {
        var rows = CommitResolver.Resolve(commit);
        return database.WriteAsync(
            transaction =>
            {
                WriteRun(transaction, rows.Run);
                WriteAssets(transaction, rows, cancellationToken);
                WriteCategories(transaction, rows, cancellationToken);
                WriteQuotes(transaction, rows.Quotes, cancellationToken);
                WritePricePoints(transaction, rows.PricePoints, cancellationToken);
                SqliteCandleWriter.WriteCandles(transaction, rows.Candles, cancellationToken);
                SqliteCandleWriter.WriteExtremes(transaction, rows.Extremes, cancellationToken);
                SqliteCandleWriter.WriteCorrections(transaction, rows.Corrections, cancellationToken);
                SqliteCandleWriter.WriteTotals(transaction, rows.GlobalPoint, rows.CategoryPoints, rows.Run.FinishedAt, cancellationToken);
                WriteSupplements(transaction, rows, cancellationToken);
                WriteRefusals(transaction, rows.Refusals, cancellationToken);
                if (rows.Published is { } published)
                {
                    WritePublished(transaction, published);
                }

                return true;
            },
            cancellationToken);
    }

    private static void WriteRun(SqliteTransaction transaction, IngestionRun run)
    {
        using var insert = new SqliteStatement(transaction, InsertRun);
        insert.Execute(
            run.Source,
            run.StartedAt,
            run.FinishedAt,
            StoredEnum<IngestionOutcome>.ToText(run.Outcome),
            run.Requests,
            run.RowsReceived,
            run.QuotesAccepted,
            run.QuotesUnchanged,
            run.Refusals,
            run.ErrorCode,
            run.Error);
    }

    private static void WritePublished(SqliteTransaction transaction, SnapshotStamp stamp)
    {
        using var upsert = new SqliteStatement(transaction, SnapshotStampSql.Upsert);
        upsert.Execute(stamp.Version, stamp.BuiltAt);
    }

    private static void WriteRefusals(
        SqliteTransaction transaction, IReadOnlyList<QuarantinedQuote> refusals, CancellationToken cancellationToken) =>
        ForEach(
            transaction,
            UpsertRefusal,
            refusals,
            (upsert, refusal) => upsert.Execute(
                refusal.Source,
                refusal.SourceId,
                refusal.Rule,
                refusal.Field,
                refusal.AssetId,
                refusal.Value,
                refusal.Reason,
                refusal.AsOf,
                refusal.FirstSeenAt,
                refusal.LastSeenAt,
                refusal.Occurrences),
            cancellationToken);
}
