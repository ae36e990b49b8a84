namespace MarketData.Metrics;

/// <summary>A metric of an asset.</summary>
/// <param name="Name">Its name, which its values are asked for by.</param>
/// <param name="Unit"><c>usd</c>, <c>asset</c> (units of the asset), <c>count</c>, <c>bytes</c> or <c>ratio</c>; null for a metric that we have no meaning for.</param>
/// <param name="Description">What it counts; null for a metric that we have no meaning for.</param>
/// <param name="Count">How many values there are.</param>
/// <param name="First">Time of the oldest value.</param>
/// <param name="Last">Time of the newest value.</param>
/// <param name="Latest">The newest value.</param>
/// <param name="Source">Source of the newest value.</param>
public sealed record MetricResponse(
    string Name, string? Unit, string? Description, long Count, DateTimeOffset First, DateTimeOffset Last, decimal Latest, string Source)
{
    internal static MetricResponse From(MetricSeries series)
    {
        var known = MetricCatalog.Find(series.Metric);
        var latest = series.Latest;
        return new(series.Metric, known?.Unit, known?.Description, series.Count, series.First, latest.At, latest.Value, latest.Source);
    }
}

/// <summary>A value of a metric. A time without a value is left out, never zero.</summary>
/// <param name="At">The time it is for, UTC; of a day its start.</param>
/// <param name="Value">The value, in the metric's unit, with all its digits.</param>
/// <param name="Source">Name of the source.</param>
public sealed record MetricValueResponse(DateTimeOffset At, decimal Value, string Source)
{
    internal static MetricValueResponse From(MetricPoint point) => new(point.At, point.Value, point.Source);
}
