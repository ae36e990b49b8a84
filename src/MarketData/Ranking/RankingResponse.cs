using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Ranking.Named;

namespace MarketData.Ranking;

/// <summary>A ranking, best first; equal scores stand in the order of their ids.</summary>
/// <param name="Data">The best.</param>
/// <param name="Ranking">What the ranking is made of.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record RankingResponse(IReadOnlyList<RankedItemResponse> Data, RankingDescription Ranking, AnswerMeta Meta);

/// <summary>What a ranking is made of.</summary>
/// <param name="Name">Its name; <c>custom</c> for one of the caller's own.</param>
/// <param name="Version">Version of the formula; null for one of the caller's own.</param>
/// <param name="Formula">How the score comes about.</param>
/// <param name="Window">The window that it looks back over; null if it has no choice of windows.</param>
/// <param name="Universe">Assets (or categories) that were let through by the filter.</param>
/// <param name="Ranked">Those of them with a score.</param>
/// <param name="MinVolume24h">Least volume of 24 hours in US dollars; null if there is no floor.</param>
public sealed record RankingDescription(
    string Name,
    int? Version,
    string Formula,
    string? Window,
    int Universe,
    int Ranked,
    [property: System.Text.Json.Serialization.JsonPropertyName("min_volume_24h")] decimal? MinVolume24h);

/// <summary>An asset (or a category) in a ranking.</summary>
/// <param name="Rank">1 is the best.</param>
/// <param name="Id">Its id.</param>
/// <param name="Symbol">Ticker letters in lower case; null for a category.</param>
/// <param name="Name">Display name.</param>
/// <param name="Score">What it is ranked by, the more the better: sum of the contributions; of a ranking by one plain factor its value, negative where the least is best.</param>
/// <param name="Contributions">The inputs, in the order of GET /v1/factors, and what each contributed; null if they were not asked for.</param>
public sealed record RankedItemResponse(
    int Rank, string Id, string? Symbol, string Name, double Score, IReadOnlyList<ContributionResponse>? Contributions)
{
    internal static RankedItemResponse From(RankedAsset ranked, int rank, FactorColumns columns, RankingSpec spec, bool explain)
    {
        var asset = columns.RowAt(ranked.Place).Asset;
        return new RankedItemResponse(
            rank,
            asset.Slug,
            asset.Symbol,
            asset.Name,
            ranked.Score,
            explain ? [.. spec.Factors.Select((factor, i) => ContributionResponse.From(factor, columns[factor.Number][ranked.Place], ranked.Normalised[i], spec))] : null);
    }
}

/// <summary>What one factor contributed to a score.</summary>
/// <param name="Factor">Its name in GET /v1/factors.</param>
/// <param name="Value">The asset's value of it; null if unknown.</param>
/// <param name="Normalised">The value made comparable, the good end greater.</param>
/// <param name="Weight">Its weight as a share of all weights.</param>
/// <param name="Contribution">Weight × normalised value.</param>
public sealed record ContributionResponse(string Factor, double? Value, double Normalised, double Weight, double Contribution)
{
    internal static ContributionResponse From(WeightedFactor factor, double value, double normalised, RankingSpec spec)
    {
        var weight = factor.Weight / spec.Factors.Sum(other => other.Weight);
        return new ContributionResponse(factor.Factor.Name, double.IsNaN(value) ? null : value, normalised, weight, weight * normalised);
    }
}

/// <summary>A named ranking.</summary>
/// <param name="Name">Its name in paths.</param>
/// <param name="Version">Version of its formula; rises when the formula changes.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Formula">How the score comes about.</param>
/// <param name="Windows">The windows that can be asked for; empty if there is no choice.</param>
/// <param name="Factors">What it is made of, over its default window; empty for a ranking of categories.</param>
/// <param name="Normalisation">How values are made comparable.</param>
/// <param name="Winsorise">Share of the values at each end that is pulled in.</param>
/// <param name="Missing">What becomes of an asset of which a factor is unknown.</param>
/// <param name="NeutraliseWithin">Groups within which values are compared; empty: all.</param>
public sealed record NamedRankingResponse(
    string Name,
    int Version,
    string Description,
    string Formula,
    IReadOnlyList<string> Windows,
    IReadOnlyList<RankingFactorResponse> Factors,
    Normalisation Normalisation,
    double Winsorise,
    MissingTreatment Missing,
    IReadOnlyList<PeerGroup> NeutraliseWithin);

/// <summary>A factor of a named ranking.</summary>
/// <param name="Factor">Its name in GET /v1/factors.</param>
/// <param name="Weight">Its weight as a share of all weights.</param>
/// <param name="Direction">Which end is good.</param>
/// <param name="Missing">What becomes of an asset of which it is unknown.</param>
public sealed record RankingFactorResponse(string Factor, double Weight, FactorDirection Direction, MissingTreatment Missing);

/// <summary>The named rankings.</summary>
/// <param name="Data">All of them.</param>
public sealed record NamedRankingsResponse(IReadOnlyList<NamedRankingResponse> Data)
{
    internal static NamedRankingsResponse Of(decimal volumeFloor) => new(
    [
        .. NamedRankings.All.Select(ranking => Of(ranking, ranking.SpecOf(ranking.Windows.Count > 0 ? NamedRanking.DefaultWindow : null, volumeFloor))),
        new NamedRankingResponse(
            CategoryRotation.Name, CategoryRotation.Version, CategoryRotation.Description, CategoryRotation.Formula, CategoryRotation.Windows, [],
            Normalisation.None, 0, MissingTreatment.Exclude, []),
    ]);

    private static NamedRankingResponse Of(NamedRanking ranking, RankingSpec spec)
    {
        var weights = spec.Factors.Sum(factor => factor.Weight);
        return new NamedRankingResponse(
            ranking.Name,
            ranking.Version,
            ranking.Description,
            ranking.Formula,
            ranking.Windows,
            [.. spec.Factors.Select(factor => new RankingFactorResponse(factor.Factor.Name, factor.Weight / weights, factor.Direction, factor.Missing ?? spec.Missing))],
            spec.Normalisation,
            spec.Winsorise,
            spec.Missing,
            spec.Within);
    }
}
