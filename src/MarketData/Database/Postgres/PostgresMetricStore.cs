using MarketData.Metrics;
using Npgsql;
using NpgsqlTypes;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

/// <summary>Metrics on PostgreSQL. A connection for each call; a write is one transaction.</summary>
internal sealed class PostgresMetricStore(NpgsqlDataSource dataSource, ILogger<PostgresMetricStore> logger) : IMetricStore
{
    private const string CreateStaging = "CREATE TEMP TABLE metric_point_staging (LIKE metric_point) ON COMMIT DROP";

    private const string Copy = $"COPY metric_point_staging ({MetricSql.Columns}) FROM STDIN (FORMAT BINARY)";

    private const string Merge = $"""
        INSERT INTO metric_point ({MetricSql.Columns})
        SELECT {MetricSql.Columns} FROM metric_point_staging ORDER BY asset_id, metric, at
        {MetricSql.ReplaceChanged}
        """;

    private readonly MetricReader _reader = new(
        new RowStream(async cancellationToken => await dataSource.OpenConnectionAsync(cancellationToken), PostgresTime.Instance, logger),
        PostgresTime.Instance);

    public async Task<int> PutAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        var rows = MetricSql.Resolve(points);
        if (rows.Count == 0)
        {
            return 0;
        }

        // Not under the lock of commits: an import must not hold up polls. Writers of the same rows take them in one order.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = await UpsertAsync(connection, rows, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return changed;
    }

    public IAsyncEnumerable<MetricPoint> ReadAsync(
        int assetId, string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _reader.ReadAsync(assetId, metric, from, to, limit, cancellationToken);

    public IAsyncEnumerable<MetricValue> ReadOfAllAsync(string metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _reader.ReadOfAllAsync(metric, from, to, cancellationToken);

    public Task<DateTimeOffset?> FindStartAsync(
        int assetId, string metric, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _reader.FindStartAsync(assetId, metric, before, limit, cancellationToken);

    public Task<IReadOnlyList<MetricSeries>> ListAsync(int assetId, CancellationToken cancellationToken) =>
        _reader.ListAsync(assetId, cancellationToken);

    public Task<bool> ExistsAsync(int assetId, string metric, CancellationToken cancellationToken) =>
        _reader.ExistsAsync(assetId, metric, cancellationToken);

    /// <summary>Writes points within the caller's transaction and gives how many were new or changed. They come from <see cref="MetricSql.Resolve"/>.</summary>
    internal static async Task<int> UpsertAsync(
        NpgsqlConnection connection, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CreateStaging, cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken))
        {
            foreach (var point in points)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.StartRow();
                copy.Write(point.AssetId, NpgsqlDbType.Integer);
                copy.Write(point.Metric, NpgsqlDbType.Text);
                copy.Write(point.At.ToUniversalTime(), NpgsqlDbType.TimestampTz);
                copy.Write(point.Value, NpgsqlDbType.Numeric);
                copy.Write(Storable(point.Source)!, NpgsqlDbType.Text);
                copy.Write(point.ReceivedAt.ToUniversalTime(), NpgsqlDbType.TimestampTz);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using var merge = new NpgsqlCommand(Merge, connection);
        return await merge.ExecuteNonQueryAsync(cancellationToken);
    }
}
