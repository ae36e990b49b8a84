using System.Globalization;
using MarketData.Candles;

namespace MarketData.Database.Postgres;

/// <summary>A partition of candles: a month, or a year of daily ones.</summary>
/// <param name="Interval">Width of the candles in it.</param>
/// <param name="FirstDay">Its first day, UTC.</param>
internal readonly record struct CandlePartition(CandleInterval Interval, DateOnly FirstDay)
{
    /// <summary>Name of the table.</summary>
    public string Name => $"candle_{Interval.Name()}_{FirstDay.ToString(IsYear ? "yyyy" : "yyyy_MM", CultureInfo.InvariantCulture)}";

    /// <summary>The partition that follows.</summary>
    public CandlePartition Next => this with { FirstDay = IsYear ? FirstDay.AddYears(1) : FirstDay.AddMonths(1) };

    private bool IsYear => Interval == CandleInterval.OneDay;

    /// <summary>The partition that holds candles of a time.</summary>
    public static CandlePartition Of(CandleInterval interval, DateTimeOffset openTime)
    {
        var utc = openTime.UtcDateTime;
        return new CandlePartition(interval, new DateOnly(utc.Year, interval == CandleInterval.OneDay ? 1 : utc.Month, 1));
    }
}
