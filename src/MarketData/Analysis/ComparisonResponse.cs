using MarketData.Markets;

namespace MarketData.Analysis;

/// <summary>Assets side by side.</summary>
/// <param name="Data">The assets and their factors.</param>
/// <param name="Missing">What could not be given, with the reason; empty if nothing.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record ComparisonResponse(ComparedAssets Data, IReadOnlyList<MissingItem> Missing, AnswerMeta Meta);

/// <summary>Assets and their factors. Amounts are in US dollars.</summary>
/// <param name="Assets">The assets found, in the order asked.</param>
/// <param name="Factors">The factors, in the order asked.</param>
/// <param name="Universe">Assets that percentiles are told among: those whose figures are not stale.</param>
public sealed record ComparedAssets(IReadOnlyList<AssetResponse> Assets, IReadOnlyList<ComparedFactor> Factors, int Universe);

/// <summary>One factor of the assets.</summary>
/// <param name="Factor">Its name in GET /v1/factors.</param>
/// <param name="Unit">Its unit; a <c>percent</c> of 1.5 means 1.5 %.</param>
/// <param name="Values">The value of each asset, in the order of the assets; null if unknown.</param>
/// <param name="Percentiles">
/// Share of the other assets of which it is known and less, in percent, equal ones by half; the greatest has 100, whether that is good or
/// not. Null if unknown, or if the asset's figures are stale.
/// </param>
public sealed record ComparedFactor(string Factor, string Unit, IReadOnlyList<double?> Values, IReadOnlyList<double?> Percentiles);
