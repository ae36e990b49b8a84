using MarketData.Metrics;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

/// <summary>Metrics in a SQLite file. Reads go on beside the one writer.</summary>
internal sealed class SqliteMetricStore(SqliteDatabase database, ILogger<SqliteMetricStore> logger) : IMetricStore
{
    private const string Upsert = $"""
        INSERT INTO metric_point ({MetricSql.Columns})
        VALUES (@assetId, @metric, @at, @value, @source, @receivedAt)
        {MetricSql.ReplaceChanged}
        """;

    private readonly MetricReader _reader = new(new RowStream(database.OpenAsync, SqliteTime.Instance, logger), SqliteTime.Instance);

    public Task<int> PutAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        var rows = MetricSql.Resolve(points);
        return rows.Count == 0
            ? Task.FromResult(0)
            : database.WriteAsync(transaction => Write(transaction, rows, cancellationToken), cancellationToken);
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
    internal static int Write(SqliteTransaction transaction, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        var changed = 0;
        SqliteMarketStore.ForEach(
            transaction,
            Upsert,
            points,
            (upsert, point) => changed += upsert.Execute(point.AssetId, point.Metric, point.At, point.Value, point.Source, point.ReceivedAt),
            cancellationToken);
        return changed;
    }
}
