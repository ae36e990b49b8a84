namespace MarketData.Markets;

/// <summary>Where one cap tier ends and the next begins, in US dollars.</summary>
/// <param name="LargeAbove">Large is above this.</param>
/// <param name="MidFrom">Mid is from this up to and including <paramref name="LargeAbove"/>.</param>
/// <param name="SmallFrom">Small is from this up to <paramref name="MidFrom"/>, and micro below it; null: no micro tier.</param>
/// <param name="MicroFrom">Micro is from this up to <paramref name="SmallFrom"/>, and nano below it; null: no nano tier.</param>
public sealed record TierThresholds(decimal LargeAbove, decimal MidFrom, decimal? SmallFrom = null, decimal? MicroFrom = null)
{
    /// <summary>Large above 10 bn, mid from 1 bn, no finer cuts.</summary>
    public static readonly TierThresholds Default = new(10_000_000_000m, 1_000_000_000m);

    /// <summary>The tiers in use, largest first.</summary>
    public IReadOnlyList<CapTier> Tiers =>
        SmallFrom is null ? [CapTier.Large, CapTier.Mid, CapTier.Small]
        : MicroFrom is null ? [CapTier.Large, CapTier.Mid, CapTier.Small, CapTier.Micro]
        : [CapTier.Large, CapTier.Mid, CapTier.Small, CapTier.Micro, CapTier.Nano];

    /// <summary>What is wrong with the thresholds, in a sentence; null if nothing is.</summary>
    public string? Problem() =>
        MidFrom <= 0 ? "mid_from must be greater than 0."
        : LargeAbove < MidFrom ? "large_above must not be less than mid_from."
        : SmallFrom is <= 0 ? "small_from must be greater than 0."
        : SmallFrom > MidFrom ? "small_from must not be greater than mid_from."
        : MicroFrom is not null && SmallFrom is null ? "micro_from needs small_from."
        : MicroFrom is <= 0 ? "micro_from must be greater than 0."
        : MicroFrom > SmallFrom ? "micro_from must not be greater than small_from."
        : null;

    /// <summary>The tier of a market cap; null if the market cap is unknown.</summary>
    public CapTier? Classify(decimal? marketCap) => marketCap switch
    {
        null => null,
        var cap when cap > LargeAbove => CapTier.Large,
        var cap when cap >= MidFrom => CapTier.Mid,
        var cap when SmallFrom is null || cap >= SmallFrom => CapTier.Small,
        var cap when MicroFrom is null || cap >= MicroFrom => CapTier.Micro,
        _ => CapTier.Nano,
    };

    /// <summary>Lower bound of a tier, included except for large; null if it has none.</summary>
    public decimal? LowerBound(CapTier tier) => tier switch
    {
        CapTier.Large => LargeAbove,
        CapTier.Mid => MidFrom,
        CapTier.Small => SmallFrom,
        CapTier.Micro => MicroFrom,
        _ => null,
    };

    /// <summary>Upper bound of a tier, excluded except for mid; null if it has none.</summary>
    public decimal? UpperBound(CapTier tier) => tier switch
    {
        CapTier.Mid => LargeAbove,
        CapTier.Small => MidFrom,
        CapTier.Micro => SmallFrom,
        CapTier.Nano => MicroFrom,
        _ => null,
    };
}
