using MarketData.Ingestion;
using MarketData.Snapshots;
using Npgsql;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    // Commits follow each other ("MDcommit" in ASCII): they are short and few, and touch the same assets in different tables,
    // so that side by side they could deadlock. A process that hangs between two statements, or whose line is cut without
    // a word, loses its transaction, and with it the lock, after the command timeout.
    private const string BeginCommit = """
        SELECT set_config('idle_in_transaction_session_timeout', @timeout, true), pg_advisory_xact_lock(5567684369565182324)
        """;

    private const string InsertRun = """
        INSERT INTO ingestion_run (
            source, started_at, finished_at, outcome, requests, rows_received, quotes_accepted, quotes_unchanged, refusals,
            error_code, error)
        VALUES (
            @source, @startedAt, @finishedAt, @outcome, @requests, @rowsReceived, @quotesAccepted, @quotesUnchanged, @refusals,
            @errorCode, @error)
        """;

    private const string UpsertRefusals = """
        INSERT INTO quarantined_quote (
            source, source_id, rule, field, asset_id, value, reason, as_of, first_seen_at, last_seen_at, occurrences)
        SELECT new.source, new.source_id, new.rule, new.field, new.asset_id, new.value, new.reason, new.as_of,
            new.first_seen_at, new.last_seen_at, new.occurrences
        FROM unnest(
                @sources, @sourceIds, @rules, @fields, @assetIds, @values, @reasons, @asOf, @firstSeenAt, @lastSeenAt, @occurrences)
            AS new (source, source_id, rule, field, asset_id, value, reason, as_of, first_seen_at, last_seen_at, occurrences)
        ON CONFLICT (source, source_id, rule, field) DO UPDATE SET
            asset_id = COALESCE(excluded.asset_id, quarantined_quote.asset_id),
            value = excluded.value,
            reason = excluded.reason,
            as_of = excluded.as_of,
            first_seen_at = LEAST(quarantined_quote.first_seen_at, excluded.first_seen_at),
            last_seen_at = GREATEST(quarantined_quote.last_seen_at, excluded.last_seen_at),
            occurrences = quarantined_quote.occurrences + excluded.occurrences
        """;

    public async Task CommitAsync(IngestionCommit commit, CancellationToken cancellationToken)
    {
        var rows = CommitResolver.Resolve(commit);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);

        // Before the transaction: a partition that stays without points does no harm, but its lock would outlast the commit.
        await EnsurePartitionsAsync(connection, rows.PricePoints, cancellationToken);
        await PostgresCandleWriter.EnsurePartitionsAsync(connection, rows.Candles, cancellationToken);

        await using var transaction = await BeginAsync(connection, rows.Epoch, cancellationToken);
        await AddRunAsync(connection, rows.Run, cancellationToken);
        await UnlessEmpty(rows.ChangedAssets, UpdateAssetsAsync);
        await UnlessEmpty(rows.SourceIds, AddSourceIdsAsync);
        await UnlessEmpty(rows.Contracts, AddContractsAsync);
        await UnlessEmpty(rows.Categories, UpsertCategoriesAsync);
        await UnlessEmpty(rows.AssetCategories, AddAssetCategoriesAsync);
        await UnlessEmpty(rows.Quotes, UpsertQuotesAsync);
        await UnlessEmpty(rows.PricePoints, UpsertPricePointsAsync);
        await WriteHistoryAsync(connection, rows, cancellationToken);
        await UnlessEmpty(rows.FxRates, UpsertFxRatesAsync);
        await UnlessEmpty(rows.Tvls, UpsertTvlsAsync);
        await UnlessEmpty(rows.Sentiments, UpsertSentimentsAsync);
        await UnlessEmpty(rows.Refusals, UpsertRefusalsAsync);
        await UnlessEmpty(rows.Collisions, UpsertCollisionsAsync);
        if (rows.Published is { } published)
        {
            await PutPublishedAsync(connection, published, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);

        Task UnlessEmpty<T>(IReadOnlyList<T> items, Func<NpgsqlConnection, IReadOnlyList<T>, CancellationToken, Task> write) =>
            items.Count == 0 ? Task.CompletedTask : write(connection, items, cancellationToken);
    }

    public async Task PublishAsync(SnapshotStamp stamp, long? epoch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await BeginAsync(connection, epoch, cancellationToken);
        await PutPublishedAsync(connection, stamp, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task WriteHistoryAsync(NpgsqlConnection connection, IngestionCommit rows, CancellationToken cancellationToken)
    {
        if (rows.Candles.Count > 0)
        {
            await PostgresCandleWriter.UpsertAsync(connection, rows.Candles, cancellationToken);
        }

        await PostgresCandleWriter.UpsertExtremesAsync(connection, rows.Extremes, cancellationToken);
        if (rows.Corrections.Count > 0)
        {
            await PostgresCandleWriter.AddCorrectionsAsync(connection, rows.Corrections, cancellationToken);
        }

        if (rows.GlobalPoint is { } total)
        {
            await PostgresCandleWriter.UpsertGlobalPointAsync(connection, total, rows.Run.FinishedAt, cancellationToken);
        }

        if (rows.CategoryPoints.Count > 0)
        {
            await PostgresCandleWriter.UpsertCategoryPointsAsync(connection, rows.CategoryPoints, rows.Run.FinishedAt, cancellationToken);
        }
    }

    /// <summary>Begins a write in turn with all others, under an epoch; null: it is no leader's.</summary>
    /// <exception cref="StaleEpochException">The epoch is over.</exception>
    internal static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, long? epoch, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var timeout = $"{connection.CommandTimeout}s";
        try
        {
            // The epoch first: whoever takes over ends those that wait for their turn as well.
            await PostgresEpoch.HoldAsync(connection, epoch, cancellationToken);
            await ExecuteAsync(connection, BeginCommit, cancellationToken, new NpgsqlParameter<string>("timeout", timeout));
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private static Task AddRunAsync(NpgsqlConnection connection, IngestionRun run, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        InsertRun,
        cancellationToken,
        new NpgsqlParameter<string?>("source", Storable(run.Source)),
        new NpgsqlParameter<DateTimeOffset>("startedAt", run.StartedAt.ToUniversalTime()),
        new NpgsqlParameter<DateTimeOffset>("finishedAt", run.FinishedAt.ToUniversalTime()),
        new NpgsqlParameter<string>("outcome", StoredEnum<IngestionOutcome>.ToText(run.Outcome)),
        new NpgsqlParameter<int>("requests", run.Requests),
        new NpgsqlParameter<int>("rowsReceived", run.RowsReceived),
        new NpgsqlParameter<int>("quotesAccepted", run.QuotesAccepted),
        new NpgsqlParameter<int>("quotesUnchanged", run.QuotesUnchanged),
        new NpgsqlParameter<int>("refusals", run.Refusals),
        new NpgsqlParameter<string?>("errorCode", Storable(run.ErrorCode)),
        new NpgsqlParameter<string?>("error", Storable(run.Error)));

    private static Task PutPublishedAsync(NpgsqlConnection connection, SnapshotStamp stamp, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        SnapshotStampSql.Upsert,
        cancellationToken,
        new NpgsqlParameter<long>("version", stamp.Version),
        new NpgsqlParameter<DateTimeOffset>("builtAt", stamp.BuiltAt.ToUniversalTime()));

    private static Task UpsertRefusalsAsync(
        NpgsqlConnection connection, IReadOnlyList<QuarantinedQuote> refusals, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        UpsertRefusals,
        cancellationToken,
        Texts("sources", refusals, refusal => refusal.Source),
        Texts("sourceIds", refusals, refusal => refusal.SourceId),
        Texts("rules", refusals, refusal => refusal.Rule),
        Texts("fields", refusals, refusal => refusal.Field),
        Column("assetIds", refusals, refusal => refusal.AssetId),
        Texts("values", refusals, refusal => refusal.Value),
        Texts("reasons", refusals, refusal => refusal.Reason),
        Times("asOf", refusals, refusal => refusal.AsOf),
        Times("firstSeenAt", refusals, refusal => refusal.FirstSeenAt),
        Times("lastSeenAt", refusals, refusal => refusal.LastSeenAt),
        Column("occurrences", refusals, refusal => refusal.Occurrences));
}
