using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;

namespace MarketData.Ranking;

/// <summary>What a ranking is made of, checked and in one form, so that equal requests are equal texts.</summary>
internal sealed record RankingSpec
{
    /// <summary>The factors, by name.</summary>
    public required IReadOnlyList<WeightedFactor> Factors { get; init; }

    public RankingFilter Filter { get; init; } = new();

    public Normalisation Normalisation { get; init; } = Normalisation.Percentile;

    /// <summary>Share of the values at each end that is pulled in to the quantile there, 0 to 0.25.</summary>
    public double Winsorise { get; init; }

    public MissingTreatment Missing { get; init; } = MissingTreatment.Exclude;

    /// <summary>Groups within which values are compared; a factor's score is the mean over them. Empty: the whole universe.</summary>
    public IReadOnlyList<PeerGroup> Within { get; init; } = [];
}

/// <summary>A factor in a ranking.</summary>
/// <param name="Number">Its number in <see cref="FactorCatalog.All"/>.</param>
/// <param name="Weight">Its weight, above 0; the weights are divided by their sum.</param>
/// <param name="Direction">Which end is good.</param>
/// <param name="Missing">What becomes of an asset of which it is unknown; null: as the ranking has it.</param>
internal sealed record WeightedFactor(int Number, double Weight, FactorDirection Direction, MissingTreatment? Missing = null)
{
    public Factor Factor => FactorCatalog.All[Number];
}

/// <summary>Which end of a factor is good.</summary>
public enum FactorDirection
{
    /// <summary>The more, the better.</summary>
    High = 0,

    /// <summary>The less, the better.</summary>
    Low,
}

/// <summary>Groups within which assets are compared.</summary>
public enum PeerGroup
{
    /// <summary>Assets of the same cap tier.</summary>
    Tier = 0,

    /// <summary>Assets of the same peer category: of an asset's categories with at least 5 members the one with the fewest.</summary>
    Category,
}

/// <summary>Which assets are ranked. What a bound is set for must be known.</summary>
/// <param name="Tiers">Only of these cap tiers; absent or empty: of all.</param>
/// <param name="Categories">Only members of any of these categories, by id; absent or empty: of all.</param>
/// <param name="MinMarketCap">Least market cap in US dollars, included.</param>
/// <param name="MinVolume24h">Least volume of the last 24 hours in US dollars, included.</param>
/// <param name="IncludeStale">Whether assets whose figures are stale are ranked too; absent: no.</param>
public sealed record RankingFilter(
    IReadOnlyList<CapTier>? Tiers = null,
    IReadOnlyList<string>? Categories = null,
    decimal? MinMarketCap = null,
    [property: System.Text.Json.Serialization.JsonPropertyName("min_volume_24h")] decimal? MinVolume24h = null,
    bool? IncludeStale = null);
