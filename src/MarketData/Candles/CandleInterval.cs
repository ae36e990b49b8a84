namespace MarketData.Candles;

/// <summary>Width of the candles that are stored. Coarser ones are folded from them when they are asked for.</summary>
public enum CandleInterval
{
    /// <summary>Five minutes, <c>5m</c>.</summary>
    FiveMinutes = 0,

    /// <summary>One hour, <c>1h</c>.</summary>
    OneHour = 1,

    /// <summary>One day from 00:00 UTC, <c>1d</c>.</summary>
    OneDay = 2,
}

internal static class CandleIntervals
{
    /// <summary>All stored intervals, finest first.</summary>
    public static readonly IReadOnlyList<CandleInterval> All = [CandleInterval.FiveMinutes, CandleInterval.OneHour, CandleInterval.OneDay];

    /// <summary>Width of an interval.</summary>
    public static TimeSpan Width(this CandleInterval interval) => interval switch
    {
        CandleInterval.FiveMinutes => TimeSpan.FromMinutes(5),
        CandleInterval.OneHour => TimeSpan.FromHours(1),
        CandleInterval.OneDay => TimeSpan.FromDays(1),
        _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, null),
    };

    /// <summary>The name that stands in answers and in the database.</summary>
    public static string Name(this CandleInterval interval) => interval switch
    {
        CandleInterval.FiveMinutes => "5m",
        CandleInterval.OneHour => "1h",
        CandleInterval.OneDay => "1d",
        _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, null),
    };

    /// <summary>The interval with a name; null if there is none.</summary>
    public static CandleInterval? Find(string name)
    {
        foreach (var interval in All)
        {
            if (interval.Name() == name)
            {
                return interval;
            }
        }

        return null;
    }

    /// <summary>Start of the interval that holds a time: included, UTC.</summary>
    public static DateTimeOffset OpenTimeOf(this CandleInterval interval, DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % interval.Width().Ticks), TimeSpan.Zero);
}
