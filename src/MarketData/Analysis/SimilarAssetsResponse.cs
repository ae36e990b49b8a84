namespace MarketData.Analysis;

/// <summary>The assets that are most alike an asset, the nearest first.</summary>
/// <param name="Id">Id of the asset.</param>
/// <param name="Categories">Its categories: an asset that shares none with it is not looked at. Empty: nothing is.</param>
/// <param name="Version">Version of the formula.</param>
/// <param name="Formula">How the distance comes about.</param>
/// <param name="Compared">Assets that were looked at: those of its categories whose figures are not stale.</param>
/// <param name="Similar">The nearest; equal distances stand in the order of ids. Those of which too few factors are known are left out.</param>
public sealed record SimilarAssetsResponse(
    string Id, IReadOnlyList<string> Categories, int Version, string Formula, int Compared, IReadOnlyList<SimilarAssetResponse> Similar);

/// <summary>An asset that is alike.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Symbol">Ticker letters in lower case.</param>
/// <param name="Name">Display name.</param>
/// <param name="Distance">The distance: 0 for one that agrees in every factor.</param>
/// <param name="SharedCategories">The categories that both are of.</param>
/// <param name="Contributions">The factors that are known of both, and what each adds to the distance.</param>
public sealed record SimilarAssetResponse(
    string Id, string Symbol, string Name, double Distance, IReadOnlyList<string> SharedCategories, IReadOnlyList<DistanceContribution> Contributions);

/// <summary>What one factor adds to a distance.</summary>
/// <param name="Factor">Its name in GET /v1/factors.</param>
/// <param name="Value">The value of the asset that was asked for.</param>
/// <param name="OtherValue">The value of the other.</param>
/// <param name="SquaredDistance">What it adds to the square of the distance.</param>
/// <param name="Share">That as a share of the whole, from 0 to 1; 0 where the distance is.</param>
public sealed record DistanceContribution(string Factor, double Value, double OtherValue, double SquaredDistance, double Share);
