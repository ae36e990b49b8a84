namespace MarketData.Candles;

/// <summary>A span of time up to now that performance is given for.</summary>
/// <param name="Name">Its name, such as <c>24h</c>.</param>
/// <param name="Length">How long it is; null for the whole history.</param>
/// <param name="Finest">The finest candles that it is computed from; coarser ones stand in where these do not reach back.</param>
internal sealed record PerformancePeriod(string Name, TimeSpan? Length, CandleInterval Finest)
{
    /// <summary>All periods, shortest first.</summary>
    public static readonly IReadOnlyList<PerformancePeriod> All =
    [
        new("1h", TimeSpan.FromHours(1), CandleInterval.FiveMinutes),
        new("24h", TimeSpan.FromHours(24), CandleInterval.FiveMinutes),
        new("7d", TimeSpan.FromDays(7), CandleInterval.OneHour),
        new("30d", TimeSpan.FromDays(30), CandleInterval.OneHour),
        new("90d", TimeSpan.FromDays(90), CandleInterval.OneHour),
        new("1y", TimeSpan.FromDays(365), CandleInterval.OneDay),
        new("all", null, CandleInterval.OneDay),
    ];
}

/// <summary>Why there is no performance for a period.</summary>
public enum PerformanceGap
{
    /// <summary>The history does not reach back to the start of the period.</summary>
    HistoryTooShort = 0,

    /// <summary>The history reaches back, but no price was seen within the period.</summary>
    NoCandles,
}

/// <summary>Computes performance from candles. Pure.</summary>
internal static class Performance
{
    /// <summary>
    /// Candles of a period: of the finest interval that reaches back to its start, from the candle that holds the start on. Null and why
    /// if there are none.
    /// </summary>
    /// <param name="period">The period.</param>
    /// <param name="history">The newest candles of each stored interval, oldest first.</param>
    /// <param name="now">End of the period.</param>
    /// <param name="gap">Why there are none.</param>
    public static IReadOnlyList<Candle>? CandlesOf(
        PerformancePeriod period, IReadOnlyDictionary<CandleInterval, IReadOnlyList<Candle>> history, DateTimeOffset now, out PerformanceGap? gap)
    {
        // Nothing coarser than the period itself is taken: a day's candle says little of an hour.
        var usable = CandleIntervals.All.Where(interval => interval >= period.Finest && (period.Length is null || interval.Width() <= period.Length));
        foreach (var interval in usable)
        {
            var candles = history[interval];
            var start = period.Length is { } length ? interval.OpenTimeOf(now - length) : DateTimeOffset.MinValue;
            if (candles.Count == 0 || (period.Length is not null && candles[0].OpenTime > start))
            {
                continue;
            }

            var within = candles.Where(candle => candle.OpenTime >= start).ToList();
            gap = within.Count == 0 ? PerformanceGap.NoCandles : null;
            return within.Count == 0 ? null : within;
        }

        gap = PerformanceGap.HistoryTooShort;
        return null;
    }
}
