namespace MarketData.Candles;

/// <summary>Reads the candles that performance is computed from.</summary>
internal static class PerformanceHistory
{
    /// <summary>As many candles as a century has days: all of them.</summary>
    private const int AllDays = 36_525;

    /// <summary>The newest candles of each stored interval, oldest first: as many as the longest period that is computed from them spans.</summary>
    public static async Task<IReadOnlyDictionary<CandleInterval, IReadOnlyList<Candle>>> ReadAsync(
        ICandleStore store, int assetId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = new Dictionary<CandleInterval, IReadOnlyList<Candle>>();
        foreach (var interval in CandleIntervals.All)
        {
            history[interval] = await store.ReadNewestAsync(assetId, interval, now, CountOf(interval), cancellationToken);
        }

        return history;
    }

    /// <summary>Candles of an interval in its longest period, and the one that holds the period's start.</summary>
    private static int CountOf(CandleInterval interval)
    {
        var periods = PerformancePeriod.All.Where(period => period.Finest == interval).ToList();
        return periods.Exists(period => period.Length is null)
            ? AllDays
            : (int)(periods.Max(period => period.Length!.Value) / interval.Width()) + 1;
    }
}
