using MarketData.Ranking.Kernels;

namespace MarketData.Ranking;

/// <summary>A ranking of the caller's own.</summary>
/// <param name="Factors">What it is made of: 1 to 32 factors of GET /v1/factors, each once.</param>
/// <param name="Filter">Which assets are ranked; absent: all whose figures are not stale.</param>
/// <param name="Normalisation">How values are made comparable; absent: percentile. <c>none</c> takes one factor and no neutralisation.</param>
/// <param name="Winsorise">Share of the values at each end that is pulled in to the quantile there, from 0 to 0.25; absent: 0.</param>
/// <param name="Missing">What becomes of an asset of which a factor is unknown; absent: it is left out.</param>
/// <param name="NeutraliseWithin">Groups within which values are compared, instead of all assets that the filter lets through; with two, a factor's score is the mean over both.</param>
/// <param name="Limit">Most assets to give, from 1 to 500; absent: 100.</param>
/// <param name="Explain">Whether each asset has its inputs and what each contributed; absent: no.</param>
public sealed record CustomRankingRequest(
    IReadOnlyList<CustomRankingFactor> Factors,
    RankingFilter? Filter = null,
    Normalisation? Normalisation = null,
    double? Winsorise = null,
    MissingTreatment? Missing = null,
    IReadOnlyList<PeerGroup>? NeutraliseWithin = null,
    int? Limit = null,
    bool? Explain = null);

/// <summary>A factor in a ranking of the caller's own.</summary>
/// <param name="Factor">Its name in GET /v1/factors.</param>
/// <param name="Weight">Its weight, above 0 and at most 1,000; the weights are divided by their sum. Absent: 1.</param>
/// <param name="Direction">Which end is good; absent: high.</param>
public sealed record CustomRankingFactor(string Factor, double? Weight = null, FactorDirection? Direction = null);
