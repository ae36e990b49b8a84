using MarketData.Metrics;

namespace MarketData.Imports;

/// <summary>Metrics, one a column. A field that cannot be read costs that value alone; an empty one is unknown.</summary>
/// <param name="store">Where they go.</param>
/// <param name="assetId">Our internal key of the asset.</param>
/// <param name="source">Name of the source that they are given.</param>
/// <param name="receivedAt">Our clock.</param>
internal sealed class MetricImport(IMetricStore store, int assetId, string source, DateTimeOffset receivedAt) : ImportTarget<MetricPoint>
{
    private IReadOnlyList<string> _metrics = [];

    public override ColumnMap Map(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> named)
    {
        var map = ColumnMap.FindMetrics(header, named);
        _metrics = [.. map.Fields.Where(field => field != ColumnMap.Time)];
        return map;
    }

    public override void Take(ImportRow row, DateTimeOffset time)
    {
        foreach (var metric in _metrics)
        {
            if (row.Figure(metric) is { } value)
            {
                Add(new MetricPoint(assetId, metric, time, value, source, receivedAt));
            }
        }
    }

    protected override Task<int> WriteAsync(IReadOnlyList<MetricPoint> records, CancellationToken cancellationToken) =>
        store.PutAsync(records, cancellationToken);
}
