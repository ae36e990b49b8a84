using System.Data;
using System.Data.Common;
using Dapper;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Database;

/// <summary>
/// All reads, for both engines: the statements are those that both understand, and only the form of times differs.
/// </summary>
/// <param name="open">Opens a connection.</param>
/// <param name="isolation">Isolation at which one transaction sees one state of the database.</param>
/// <param name="times">How the engine holds times.</param>
/// <param name="logger">Told of rows that are left out.</param>
internal sealed partial class MarketReader(
    Func<CancellationToken, ValueTask<DbConnection>> open, IsolationLevel isolation, StoredTime times, ILogger logger)
{
    private const string SelectPricePoints = """
        SELECT asset_id, at, as_of, CAST(price AS text), CAST(market_cap AS text), CAST(volume_24h AS text), source
        FROM price_point
        WHERE asset_id = @assetId AND at >= @from AND at < @to
        ORDER BY at
        LIMIT @limit
        """;

    private const string SelectQuarantine = """
        SELECT source, source_id, asset_id, rule, field, value, reason, as_of, first_seen_at, last_seen_at, occurrences
        FROM quarantined_quote
        WHERE (@source IS NULL OR source = @source)
          AND (@rule IS NULL OR rule = @rule)
          AND (@assetId IS NULL OR asset_id = @assetId)
          AND (last_seen_at < @beforeTime
            OR (last_seen_at = @beforeTime AND (source, source_id, rule, field) > (@beforeSource, @beforeSourceId, @beforeRule, @beforeField)))
        ORDER BY last_seen_at DESC, source, source_id, rule, field
        LIMIT @limit
        """;

    // Steps from source to source through the index instead of reading every run that ever was.
    private const string SelectLastRuns = """
        WITH RECURSIVE known (source) AS (
            SELECT MIN(source) FROM ingestion_run
            UNION ALL
            SELECT (SELECT MIN(run.source) FROM ingestion_run AS run WHERE run.source > known.source)
            FROM known WHERE known.source IS NOT NULL)
        SELECT run.id, run.source, run.started_at, run.finished_at, run.outcome, run.requests, run.rows_received,
            run.quotes_accepted, run.quotes_unchanged, run.refusals, run.error_code, run.error
        FROM known
        JOIN ingestion_run AS run ON run.id = (
            SELECT last.id FROM ingestion_run AS last WHERE last.source = known.source
            ORDER BY last.started_at DESC, last.id DESC LIMIT 1)
        ORDER BY run.source
        """;

    private const string SelectRequests = """
        SELECT source, CAST(SUM(requests) AS bigint)
        FROM (
            SELECT source, requests FROM ingestion_run WHERE started_at >= @since
            UNION ALL
            SELECT source, requests FROM backfill_usage WHERE day >= @since) AS spent
        GROUP BY source
        ORDER BY source
        """;

    /// <summary>Everything, as it stood at one moment.</summary>
    public async Task<MarketState> LoadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);

        Task<List<T>> All<T>(string sql, Func<RowReader, T> read) => ReadAsync(connection, transaction, sql, null, read, cancellationToken);

        var state = new MarketState
        {
            Assets = await All(MarketStateSql.Assets, MarketRows.Asset),
            SourceIds = await All(MarketStateSql.SourceIds, MarketRows.SourceId),
            Contracts = await All(MarketStateSql.Contracts, MarketRows.Contract),
            Categories = await All(MarketStateSql.Categories, MarketRows.Category),
            AssetCategories = await All(MarketStateSql.AssetCategories, MarketRows.AssetCategory),
            Quotes = await All(MarketStateSql.Quotes, MarketRows.Quote),
            FxRates = await All(MarketStateSql.FxRates, MarketRows.FxRate),
            Tvls = await All(MarketStateSql.Tvls, MarketRows.Tvl),
            Sentiments = await All(MarketStateSql.Sentiments, MarketRows.Sentiment),
            Collisions = await All(MarketStateSql.Collisions, MarketRows.Collision),
            Extremes = await All(ExtremeSql.SelectAll, ExtremeSql.Extreme),
            Published = (await All(SnapshotStampSql.Select, SnapshotStampSql.Stamp)).FirstOrDefault(),
        };
        await transaction.CommitAsync(cancellationToken);
        return state;
    }

    public async Task<IReadOnlyList<PricePoint>> GetPricePointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, from = times.ToParameter(from), to = times.ToParameter(to), limit };
        return await ReadAsync(SelectPricePoints, parameters, MarketRows.PricePoint, cancellationToken);
    }

    public async Task<IReadOnlyList<QuarantinedQuote>> GetQuarantineAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        // Without a position, one after every row: the statement stays one.
        var before = filter.Before ?? new QuarantinePosition(DateTimeOffset.MaxValue, "", "", "", "");
        var parameters = new
        {
            source = filter.Source,
            rule = filter.Rule,
            assetId = filter.AssetId,
            limit = filter.Limit,
            beforeTime = times.ToParameter(before.LastSeenAt),
            beforeSource = before.Source,
            beforeSourceId = before.SourceId,
            beforeRule = before.Rule,
            beforeField = before.Field,
        };
        return await ReadAsync(SelectQuarantine, parameters, MarketRows.Refusal, cancellationToken);
    }

    public async Task<SnapshotStamp?> FindPublishedAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(SnapshotStampSql.Select, null, SnapshotStampSql.Stamp, cancellationToken)).FirstOrDefault();

    public async Task<IReadOnlyList<IngestionRun>> GetLastRunsAsync(CancellationToken cancellationToken) =>
        await ReadAsync(SelectLastRuns, null, MarketRows.Run, cancellationToken);

    public async Task<IReadOnlyDictionary<string, int>> CountRequestsAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var counts = await ReadAsync(
            SelectRequests, new { since = times.ToParameter(since) }, row => (Source: row.Text(0), Requests: row.Long(1)), cancellationToken);
        return counts.ToDictionary(count => count.Source, count => checked((int)count.Requests));
    }

    private async Task<List<T>> ReadAsync<T>(string sql, object? parameters, Func<RowReader, T> read, CancellationToken cancellationToken)
    {
        await using var connection = await open(cancellationToken);
        return await ReadAsync(connection, null, sql, parameters, read, cancellationToken);
    }

    private async Task<List<T>> ReadAsync<T>(
        DbConnection connection,
        DbTransaction? transaction,
        string sql,
        object? parameters,
        Func<RowReader, T> read,
        CancellationToken cancellationToken)
    {
        var command = new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(command);
        var row = new RowReader(reader, times);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var item = read(row);
            if (row.TakeUnreadable() is { } column)
            {
                Log.LeftOut(logger, typeof(T).Name, row.Describe(), column);
                continue;
            }

            items.Add(item);
        }

        return items;
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error,
            "Left out the {Record} {Key}: no decimal holds its {Column}. It was not written by this service; correct or delete the row.")]
        public static partial void LeftOut(ILogger logger, string record, string key, string column);
    }
}
