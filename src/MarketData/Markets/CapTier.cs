namespace MarketData.Markets;

/// <summary>Size class of an asset by its market cap in US dollars. The thresholds are settings (<see cref="TierOptions"/>).</summary>
public enum CapTier
{
    /// <summary>Above the upper threshold.</summary>
    Large = 0,

    /// <summary>Between the two thresholds, both included.</summary>
    Mid = 1,

    /// <summary>Below the lower threshold, down to the finer cut if one is set.</summary>
    Small = 2,

    /// <summary>Below the first finer cut, if it is set.</summary>
    Micro = 3,

    /// <summary>Below the second finer cut, if it is set.</summary>
    Nano = 4,
}
