namespace MarketData.Ranking.Factors;

/// <summary>The factors there are.</summary>
/// <param name="Data">All of them, by group.</param>
public sealed record FactorsResponse(IReadOnlyList<FactorResponse> Data);

/// <summary>A data point that assets can be ranked by.</summary>
/// <param name="Name">Its name in requests and answers.</param>
/// <param name="Group">What it is about.</param>
/// <param name="Unit">Its unit; a <c>percent</c> of 1.5 means 1.5 %.</param>
/// <param name="Window">The time that it looks back over; null if it is of the moment.</param>
/// <param name="Source">What it rests on.</param>
/// <param name="Formula">How it is computed.</param>
/// <param name="WhenNull">What null means.</param>
public sealed record FactorResponse(
    string Name, FactorGroup Group, string Unit, string? Window, FactorSource Source, string Formula, string WhenNull)
{
    internal static FactorResponse From(Factor factor) =>
        new(factor.Name, factor.Group, factor.Unit, factor.Window, factor.Source, factor.Formula, factor.WhenNull);
}

/// <summary>The factors of one asset.</summary>
/// <param name="Id">Id of the asset.</param>
/// <param name="PeerCategory">The category that it is compared with: of its categories with at least 5 members the one with the fewest; null without one.</param>
/// <param name="Values">Value of each factor by its name; null if unknown.</param>
public sealed record AssetFactorsResponse(string Id, string? PeerCategory, IReadOnlyDictionary<string, double?> Values)
{
    internal static AssetFactorsResponse From(FactorColumns columns, int place) => new(
        columns.RowAt(place).Asset.Slug,
        columns.PeerCategories[place] is >= 0 and var peer ? columns.Snapshot.Categories[peer].Category.Id : null,
        Enumerable.Range(0, FactorCatalog.All.Count).ToDictionary(
            factor => FactorCatalog.All[factor].Name, factor => double.IsNaN(columns[factor][place]) ? (double?)null : columns[factor][place]));
}
