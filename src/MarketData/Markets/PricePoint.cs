namespace MarketData.Markets;

/// <summary>Figures of an asset at a time of the past, on a grid of five minutes. Money is in US dollars.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="At">Start of the five minutes that hold the figures' time, UTC.</param>
/// <param name="AsOf">Time of the figures by the source's clock. Of two points in one slot the newer stays.</param>
/// <param name="Price">Price.</param>
/// <param name="MarketCap">Market cap; null if unknown.</param>
/// <param name="Volume24h">Volume of the 24 hours before; null if unknown.</param>
/// <param name="Source">The sources it rests on, joined by commas.</param>
public sealed record PricePoint(
    int AssetId,
    DateTimeOffset At,
    DateTimeOffset AsOf,
    decimal Price,
    decimal? MarketCap,
    decimal? Volume24h,
    string Source)
{
    /// <summary>Width of the grid.</summary>
    public static readonly TimeSpan Grid = TimeSpan.FromMinutes(5);

    /// <summary>Start of the slot of the grid that holds a time.</summary>
    public static DateTimeOffset SlotOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Grid.Ticks), TimeSpan.Zero);
}
