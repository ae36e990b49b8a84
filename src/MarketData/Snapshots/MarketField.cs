namespace MarketData.Snapshots;

/// <summary>A figure of an asset that lists can be filtered and sorted by.</summary>
public enum MarketField
{
    /// <summary>Market cap in US dollars.</summary>
    MarketCap = 0,

    /// <summary>Price in US dollars.</summary>
    Price,

    /// <summary>Fully diluted valuation in US dollars.</summary>
    FullyDilutedValuation,

    /// <summary>Volume of the last 24 hours in US dollars.</summary>
    Volume24h,

    /// <summary>Market cap over fully diluted valuation.</summary>
    McapFdvRatio,

    /// <summary>Change over one hour, in percent; the other windows likewise.</summary>
    Change1h,

    /// <inheritdoc cref="Change1h"/>
    Change24h,

    /// <inheritdoc cref="Change1h"/>
    Change7d,

    /// <inheritdoc cref="Change1h"/>
    Change14d,

    /// <inheritdoc cref="Change1h"/>
    Change30d,

    /// <inheritdoc cref="Change1h"/>
    Change200d,

    /// <inheritdoc cref="Change1h"/>
    Change1y,
}
