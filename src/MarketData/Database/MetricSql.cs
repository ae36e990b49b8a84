using MarketData.Metrics;

namespace MarketData.Database;

/// <summary>What both engines say of metrics in the same words.</summary>
internal static class MetricSql
{
    /// <summary>The columns of <c>metric_point</c>, in the order in which rows are written and read.</summary>
    public const string Columns = "asset_id, metric, at, value, source, received_at";

    /// <summary>Ends an INSERT: an equal value is left alone, so that what comes again is not counted as a change.</summary>
    public const string ReplaceChanged = """
        ON CONFLICT (asset_id, metric, at) DO UPDATE SET
            value = excluded.value,
            source = excluded.source,
            received_at = excluded.received_at
        WHERE metric_point.value <> excluded.value OR metric_point.source <> excluded.source
        """;

    public const string SelectRange = """
        SELECT asset_id, metric, at, CAST(value AS text) AS value, source, received_at
        FROM metric_point
        WHERE asset_id = @assetId AND metric = @metric AND at >= @from AND at < @to
        ORDER BY at
        LIMIT @limit
        """;

    /// <summary>A metric of all assets, from asset to asset through the key.</summary>
    public const string SelectRangeOfAll = """
        SELECT metric_point.asset_id, metric_point.at, CAST(metric_point.value AS text) AS value
        FROM asset
        CROSS JOIN metric_point
        WHERE metric_point.asset_id = asset.id AND metric_point.metric = @metric AND metric_point.at >= @from AND metric_point.at < @to
        ORDER BY metric_point.asset_id, metric_point.at
        """;

    public const string SelectTimesBackwards = """
        SELECT at
        FROM metric_point
        WHERE asset_id = @assetId AND metric = @metric AND at < @before
        ORDER BY at DESC
        LIMIT @limit
        """;

    public const string SelectSeries = """
        SELECT point.asset_id, point.metric, point.at, CAST(point.value AS text) AS value, point.source, point.received_at,
            series.first, series.number
        FROM (
            SELECT metric, MIN(at) AS first, MAX(at) AS last, COUNT(*) AS number
            FROM metric_point
            WHERE asset_id = @assetId
            GROUP BY metric) AS series
        JOIN metric_point AS point ON point.asset_id = @assetId AND point.metric = series.metric AND point.at = series.last
        ORDER BY point.metric
        """;

    public const string SelectAny = "SELECT asset_id FROM metric_point WHERE asset_id = @assetId AND metric = @metric LIMIT 1";

    public static MetricPoint Point(RowReader row) =>
        new(row.Int(0), row.Text(1), row.Time(2), row.Money(3), row.Text(4), row.Time(5));

    public static MetricValue Value(RowReader row) => new(row.Int(0), row.Time(1), row.Money(2));

    public static MetricSeries Series(RowReader row) => new(row.Text(1), row.Long(7), row.Time(6), Point(row));

    /// <summary>One row for each key, in the order of the keys; of two with one key the later in the list.</summary>
    public static IReadOnlyList<MetricPoint> Resolve(IReadOnlyList<MetricPoint> points) =>
        [.. points.Reverse().DistinctBy(point => (point.AssetId, point.Metric, point.At.UtcTicks))
            .OrderBy(point => point.AssetId).ThenBy(point => point.Metric, StringComparer.Ordinal).ThenBy(point => point.At)];
}
