namespace MarketData.Candles;

/// <summary>Closes of the last seven days by the hour, of all assets, in US dollars. Immutable.</summary>
internal sealed class SparklineTable
{
    /// <summary>How far back they go.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromDays(7);

    private readonly Dictionary<int, (DateTimeOffset OpenTime, decimal Close)[]> _closes;

    private SparklineTable(Dictionary<int, (DateTimeOffset OpenTime, decimal Close)[]> closes, DateTimeOffset readAt, DateTimeOffset wholeReadAt)
    {
        _closes = closes;
        ReadAt = readAt;
        LastTriedAt = readAt;
        WholeReadAt = wholeReadAt;
    }

    /// <summary>When they were last read, by our clock.</summary>
    public DateTimeOffset ReadAt { get; }

    /// <summary>When reading was last tried, by our clock; later than <see cref="ReadAt"/> if it failed.</summary>
    public DateTimeOffset LastTriedAt { get; private init; }

    /// <summary>When all of them were last read, by our clock.</summary>
    public DateTimeOffset WholeReadAt { get; }

    /// <summary>Closes of an asset, oldest first; an hour without a price has none.</summary>
    public IEnumerable<decimal> Get(int assetId) => _closes.GetValueOrDefault(assetId, []).Select(hour => hour.Close);

    /// <summary>The same closes after an attempt to read newer ones that failed.</summary>
    public SparklineTable TriedAt(DateTimeOffset time) => new(_closes, ReadAt, WholeReadAt) { LastTriedAt = time };

    /// <summary>Closes put to earlier ones, in the place of those of the same hours.</summary>
    /// <param name="earlier">Closes known before; null for none.</param>
    /// <param name="closes">Closes to add, by asset, oldest first.</param>
    /// <param name="oldest">Start of the first hour that is kept.</param>
    /// <param name="now">Our clock.</param>
    public static async Task<SparklineTable> ReadAsync(
        SparklineTable? earlier, IAsyncEnumerable<CandleClose> closes, DateTimeOffset oldest, DateTimeOffset now)
    {
        var read = new Dictionary<int, List<(DateTimeOffset OpenTime, decimal Close)>>();
        await foreach (var close in closes)
        {
            if (!read.TryGetValue(close.AssetId, out var hours))
            {
                read[close.AssetId] = hours = [];
            }

            hours.Add((close.OpenTime, close.Close));
        }

        var joined = earlier?._closes.ToDictionary(entry => entry.Key, entry => Join(entry.Value, read.GetValueOrDefault(entry.Key, []), oldest)) ?? [];
        foreach (var (assetId, hours) in read)
        {
            joined.TryAdd(assetId, Join([], hours, oldest));
        }

        return new SparklineTable(joined, now, earlier?.WholeReadAt ?? now);
    }

    private static (DateTimeOffset OpenTime, decimal Close)[] Join(
        IEnumerable<(DateTimeOffset OpenTime, decimal Close)> earlier, List<(DateTimeOffset OpenTime, decimal Close)> later, DateTimeOffset oldest)
    {
        var end = later.Count == 0 ? DateTimeOffset.MaxValue : later[0].OpenTime;
        return [.. earlier.Where(hour => hour.OpenTime < end).Concat(later).Where(hour => hour.OpenTime >= oldest)];
    }
}
