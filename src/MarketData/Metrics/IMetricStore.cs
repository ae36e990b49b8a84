namespace MarketData.Metrics;

/// <summary>
/// Metrics in the database, whichever engine it is. Safe for concurrent use. Ranges are half-open: <c>from ≤ at &lt; to</c>.
/// </summary>
/// <remarks>Every method throws the engine's own exception when the database cannot be reached or refuses.</remarks>
public interface IMetricStore
{
    /// <summary>
    /// Writes points in one transaction and gives how many were new or changed. One whose time is taken replaces the stored value; an
    /// equal value of the same source changes nothing, not even <see cref="MetricPoint.ReceivedAt"/>. Of two with one key in
    /// <paramref name="points"/> the later in the list counts.
    /// </summary>
    Task<int> PutAsync(IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken);

    /// <summary>
    /// Values of one metric of one asset with <c>from ≤ at &lt; to</c>, oldest first, at most <paramref name="limit"/>. Streams from the
    /// database: memory does not grow with the range.
    /// </summary>
    IAsyncEnumerable<MetricPoint> ReadAsync(
        int assetId, string metric, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Values of one metric of every asset with <c>from ≤ at &lt; to</c>, by asset and oldest first. Streams from the database: memory does
    /// not grow with the range.
    /// </summary>
    IAsyncEnumerable<MetricValue> ReadOfAllAsync(string metric, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// Time of the first of the newest <paramref name="limit"/> values before a time; of the oldest where there are fewer, null where
    /// there is none.
    /// </summary>
    Task<DateTimeOffset?> FindStartAsync(int assetId, string metric, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>The metrics of one asset in alphabetical order. Counts every value: its cost grows with the asset's history.</summary>
    Task<IReadOnlyList<MetricSeries>> ListAsync(int assetId, CancellationToken cancellationToken);

    /// <summary>Whether there is a value of a metric of an asset.</summary>
    Task<bool> ExistsAsync(int assetId, string metric, CancellationToken cancellationToken);
}
