using MarketData.Metrics;

namespace MarketData.Database;

/// <summary>All reads of metrics, for both engines.</summary>
/// <param name="rows">Runs the statements.</param>
/// <param name="times">How the engine holds times.</param>
internal sealed class MetricReader(RowStream rows, StoredTime times)
{
    public IAsyncEnumerable<MetricPoint> ReadAsync(
        int assetId, string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, metric, from = times.ToParameter(from), to = times.ToParameter(to), limit };
        return rows.StreamAsync(MetricSql.SelectRange, parameters, MetricSql.Point, cancellationToken);
    }

    public IAsyncEnumerable<MetricValue> ReadOfAllAsync(string metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var parameters = new { metric, from = times.ToParameter(from), to = times.ToParameter(to) };
        return rows.StreamAsync(MetricSql.SelectRangeOfAll, parameters, MetricSql.Value, cancellationToken);
    }

    public async Task<DateTimeOffset?> FindStartAsync(
        int assetId, string metric, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, metric, before = times.ToParameter(before), limit };
        DateTimeOffset? start = null;
        await foreach (var at in rows.StreamAsync(MetricSql.SelectTimesBackwards, parameters, row => row.Time(0), cancellationToken))
        {
            start = at;
        }

        return start;
    }

    public async Task<IReadOnlyList<MetricSeries>> ListAsync(int assetId, CancellationToken cancellationToken) =>
        await rows.ListAsync(MetricSql.SelectSeries, new { assetId }, MetricSql.Series, cancellationToken);

    public async Task<bool> ExistsAsync(int assetId, string metric, CancellationToken cancellationToken) =>
        (await rows.ListAsync(MetricSql.SelectAny, new { assetId, metric }, row => row.Int(0), cancellationToken)).Count > 0;
}
