using MarketData.Assets;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Ranking.Factors;

/// <summary>What the factors of one asset are computed from.</summary>
/// <param name="Row">The asset in the snapshot.</param>
/// <param name="Days">Its daily figures of the last year.</param>
/// <param name="Bitcoin">Those of bitcoin; empty while it is unknown.</param>
/// <param name="PeerReturns">Mean daily log returns of the members of its peer category, the asset itself among them; all NaN without one.</param>
/// <param name="Totals">Sums of its surroundings.</param>
/// <param name="Now">Our clock.</param>
internal sealed record FactorInputs(
    MarketRow Row, AssetDays Days, AssetDays Bitcoin, double[] PeerReturns, SurroundingTotals Totals, DateTimeOffset Now)
{
    /// <summary>The consensus figures; null if no enabled source gives a price.</summary>
    public Quote? Figures => Row.Quote?.Figures;

    public Asset Asset => Row.Asset;

    /// <summary>Price in US dollars.</summary>
    public double? Price => Row.Price is { } price ? Money.ToDouble(price) : null;
}

/// <summary>Market caps that an asset's is a share of, in US dollars; null if unknown.</summary>
internal sealed record SurroundingTotals(decimal? Market, decimal? Tier, decimal? PeerCategory);
