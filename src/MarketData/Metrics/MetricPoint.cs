using MarketData.Markets;

namespace MarketData.Metrics;

/// <summary>A figure of an asset beside its price at a time, such as the active addresses of a day.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="Metric">Name of the metric, such as <c>active_addresses</c>; see <see cref="MetricName"/>.</param>
/// <param name="At">The time the value is for by the source's clock, UTC; of a day its start.</param>
/// <param name="Value">The value, in the metric's unit. May be zero or negative.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="ReceivedAt">When this value first came, by our clock.</param>
public sealed record MetricPoint(int AssetId, string Metric, DateTimeOffset At, decimal Value, string Source, DateTimeOffset ReceivedAt)
{
    /// <summary>
    /// Value locked as a metric: one value a day, on the start of the UTC day. Until the day is over each poll replaces it, so that what
    /// stays is the last one seen of the day.
    /// </summary>
    public static MetricPoint Of(AssetTvl tvl) =>
        new(tvl.AssetId, MetricName.Tvl, new DateTimeOffset(tvl.ReceivedAt.UtcDateTime.Date, TimeSpan.Zero), tvl.Tvl, tvl.Source, tvl.ReceivedAt);
}

/// <summary>A value of a metric that is known.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="At">The time the value is for, UTC; of a day its start.</param>
/// <param name="Value">The value, in the metric's unit.</param>
public readonly record struct MetricValue(int AssetId, DateTimeOffset At, decimal Value);

/// <summary>One metric of an asset as a whole.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Count">How many values there are.</param>
/// <param name="First">Time of the oldest value.</param>
/// <param name="Latest">The newest value.</param>
public sealed record MetricSeries(string Metric, long Count, DateTimeOffset First, MetricPoint Latest);
