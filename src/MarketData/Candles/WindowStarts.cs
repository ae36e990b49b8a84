using MarketData.Markets;

namespace MarketData.Candles;

/// <summary>
/// Prices of all assets at the starts of the windows that changes are given over, from our own candles: one a window and asset, so that
/// a change costs no query. Immutable.
/// </summary>
internal sealed class WindowStarts
{
    public static readonly WindowStarts None = new([]);

    private readonly Dictionary<ChangeWindow, Starts> _windows;

    private WindowStarts(Dictionary<ChangeWindow, Starts> windows) => _windows = windows;

    /// <summary>Reads the starts of those windows whose start has moved on to another candle since, and keeps the others.</summary>
    /// <param name="earlier">What was read before.</param>
    /// <param name="store">Our history.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<WindowStarts> ReadAsync(
        WindowStarts earlier, ICandleStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (ChangeWindow.All.All(window => earlier.IsOf(window, now)))
        {
            return earlier;
        }

        var windows = new Dictionary<ChangeWindow, Starts>();
        foreach (var window in ChangeWindow.All)
        {
            windows[window] = earlier.IsOf(window, now) ? earlier._windows[window] : await ReadAsync(window, store, now, cancellationToken);
        }

        return new WindowStarts(windows);
    }

    /// <summary>The same prices, as they were handed over by <see cref="ToColumns"/>.</summary>
    public static WindowStarts From(IEnumerable<WindowStartColumns> columns) => new(columns.ToDictionary(
        window => ChangeWindow.All[window.Window],
        window => new Starts(
            window.Slot,
            Enumerable.Range(0, window.AssetIds.Length).ToDictionary(
                row => window.AssetIds[row],
                row => (DateTimeOffset.FromUnixTimeSeconds(window.EndedAtUnixSeconds[row]), window.Closes[row])))));

    /// <summary>All prices, to be handed over.</summary>
    public IReadOnlyList<WindowStartColumns> ToColumns() =>
    [
        .. ChangeWindow.All.Index().Where(window => _windows.ContainsKey(window.Item)).Select(window => new WindowStartColumns(
            window.Index,
            _windows[window.Item].Slot,
            [.. _windows[window.Item].Closes.Keys],
            [.. _windows[window.Item].Closes.Values.Select(start => start.EndedAt.ToUnixTimeSeconds())],
            [.. _windows[window.Item].Closes.Values.Select(start => start.Close)])),
    ];

    /// <summary>The same prices, to be read anew: the candles that they come from may have changed.</summary>
    public WindowStarts OutOfDate() => new(_windows.ToDictionary(entry => entry.Key, entry => entry.Value with { Slot = DateTimeOffset.MinValue }));

    /// <summary>Changes from our own candles to a price, in percent; null where no candle ends near enough to the window's start.</summary>
    /// <param name="assetId">Our internal key of the asset.</param>
    /// <param name="price">The price, in US dollars.</param>
    /// <param name="asOf">Its time, by the source's clock.</param>
    public PriceChanges ChangesTo(int assetId, decimal price, DateTimeOffset asOf)
    {
        return new PriceChanges(
            Change(ChangeWindow.H1),
            Change(ChangeWindow.H24),
            Change(ChangeWindow.D7),
            Change(ChangeWindow.D14),
            Change(ChangeWindow.D30),
            Change(ChangeWindow.D200),
            Change(ChangeWindow.Y1));

        double? Change(ChangeWindow window) =>
            _windows.TryGetValue(window, out var starts)
            && starts.Closes.TryGetValue(assetId, out var start)
            && (asOf - start.EndedAt - window.Length).Duration() <= window.Tolerance
                ? ((Money.ToDouble(price) / start.Close) - 1) * 100
                : null;
    }

    private bool IsOf(ChangeWindow window, DateTimeOffset now) => _windows.TryGetValue(window, out var starts) && starts.Slot == window.SlotOf(now);

    private static async Task<Starts> ReadAsync(ChangeWindow window, ICandleStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = now - window.Length;
        var closes = new Dictionary<int, (DateTimeOffset EndedAt, double Close)>();
        foreach (var interval in window.Intervals)
        {
            var width = interval.Width();
            var read = store.ReadClosesAsync(interval, start - window.Tolerance - width, interval.OpenTimeOf(start), cancellationToken);
            await foreach (var close in read.WithCancellation(cancellationToken))
            {
                var endedAt = close.OpenTime + width;
                if (!closes.TryGetValue(close.AssetId, out var held) || held.EndedAt < endedAt)
                {
                    closes[close.AssetId] = (endedAt, Money.ToDouble(close.Close));
                }
            }
        }

        return new Starts(window.SlotOf(now), closes);
    }

    private sealed record Starts(DateTimeOffset Slot, Dictionary<int, (DateTimeOffset EndedAt, double Close)> Closes);
}

/// <summary>Prices at the start of one window, a column each.</summary>
/// <param name="Window">Number of the window in <see cref="ChangeWindow.All"/>.</param>
/// <param name="Slot">Open time of the candle at the window's start.</param>
/// <param name="AssetIds">Our internal keys of the assets.</param>
/// <param name="EndedAtUnixSeconds">When each asset's candle ended.</param>
/// <param name="Closes">Its last price, in US dollars.</param>
internal sealed record WindowStartColumns(int Window, DateTimeOffset Slot, int[] AssetIds, long[] EndedAtUnixSeconds, double[] Closes);
