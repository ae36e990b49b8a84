using System.Globalization;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Snapshots;

namespace MarketData.Ranking;

/// <summary>A request for a ranking, checked.</summary>
/// <param name="Spec">What is ranked, and how.</param>
/// <param name="Limit">Most assets to give.</param>
/// <param name="Explain">Whether to give inputs and contributions.</param>
internal sealed record CustomRanking(RankingSpec Spec, int Limit, bool Explain)
{
    public const int MaxFactors = 32;
    public const int MaxListed = 100;
    private const int DefaultLimit = 100;
    private const int MaxLimit = Named.RankingBoard.MaxItems;
    private const double MaxWeight = 1000;
    private const double MaxWinsorise = 0.25;

    /// <summary>One text for equal requests, whatever the order in which they list things.</summary>
    public string Key
    {
        get
        {
            var filter = Spec.Filter;
            FormattableString text = $"{string.Join('+', Spec.Factors.Select(factor => Invariant($"{factor.Factor.Name}*{factor.Weight:R}{(factor.Direction == FactorDirection.High ? '>' : '<')}")))}|{Spec.Normalisation}|{Spec.Winsorise:R}|{Spec.Missing}|{string.Join('+', Spec.Within)}|{string.Join('+', filter.Tiers ?? [])}|{string.Join('+', filter.Categories ?? [])}|{filter.MinMarketCap}|{filter.MinVolume24h}|{filter.IncludeStale}|{Limit}|{Explain}";
            return Invariant(text);
        }
    }

    /// <summary>The request in its one form, or what is wrong with it.</summary>
    public static (CustomRanking? Ranking, ApiProblem? Problem) Read(CustomRankingRequest request, MarketSnapshot snapshot) =>
        Problem(request, snapshot) is { } problem ? (null, problem) : (From(request), null);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static CustomRanking From(CustomRankingRequest request) => new(
        new RankingSpec
        {
            Factors =
            [
                .. request.Factors
                    .Select(factor => new WeightedFactor(FactorCatalog.NumberOf(factor.Factor), factor.Weight ?? 1, factor.Direction ?? FactorDirection.High))
                    .OrderBy(factor => factor.Number),
            ],
            Filter = (request.Filter ?? new RankingFilter()) with
            {
                Tiers = [.. (request.Filter?.Tiers ?? []).Distinct().Order()],
                Categories = [.. (request.Filter?.Categories ?? []).Distinct().Order(StringComparer.Ordinal)],
                IncludeStale = request.Filter?.IncludeStale ?? false,
            },
            Normalisation = request.Normalisation ?? Normalisation.Percentile,
            Winsorise = request.Winsorise ?? 0,
            Missing = request.Missing ?? MissingTreatment.Exclude,
            Within = [.. (request.NeutraliseWithin ?? []).Distinct().Order()],
        },
        request.Limit ?? DefaultLimit,
        request.Explain ?? false);

    private static ApiProblem? Problem(CustomRankingRequest request, MarketSnapshot snapshot) =>
        FactorProblem(request.Factors)
        ?? FilterProblem(request.Filter, snapshot)
        ?? (request.Winsorise is { } share && !(share is >= 0 and <= MaxWinsorise) ? JsonBody.Invalid("$.winsorise", "The share is out of range.", "A number from 0 to 0.25.") : null)
        ?? (request.Limit is < 1 or > MaxLimit ? JsonBody.Invalid("$.limit", "The limit is out of range.", $"A whole number from 1 to {MaxLimit}.") : null)
        ?? (request.NeutraliseWithin?.Count > MaxListed ? JsonBody.Invalid("$.neutralise_within", "It lists too much.", "tier, category, or both.") : null)
        ?? (request.Normalisation == Kernels.Normalisation.None ? PlainProblem(request) : null);

    private static ApiProblem? FactorProblem(IReadOnlyList<CustomRankingFactor> factors)
    {
        if (factors.Count is 0 or > MaxFactors)
        {
            return JsonBody.Invalid("$.factors", $"{factors.Count} factors are given.", $"1 to {MaxFactors} factors.");
        }

        var seen = new HashSet<string>();
        for (var i = 0; i < factors.Count; i++)
        {
            if (factors[i] is not { } factor)
            {
                return JsonBody.Invalid($"$.factors[{i}]", "The factor is null.");
            }

            if (FactorCatalog.Find(factor.Factor) is null)
            {
                return JsonBody.Invalid($"$.factors[{i}].factor", "There is no such factor.", "A name of GET /v1/factors.");
            }

            if (!seen.Add(factor.Factor))
            {
                return JsonBody.Invalid($"$.factors[{i}].factor", $"{factor.Factor} is given twice.", "Each factor once.");
            }

            if (factor.Weight is { } weight && !(weight is > 0 and <= MaxWeight))
            {
                return JsonBody.Invalid($"$.factors[{i}].weight", "The weight is out of range.", $"A number above 0 and at most {MaxWeight}; direction says which end is good.");
            }
        }

        return null;
    }

    private static ApiProblem? FilterProblem(RankingFilter? filter, MarketSnapshot snapshot)
    {
        if (filter?.Tiers?.Count > MaxListed || filter?.Categories?.Count > MaxListed)
        {
            return JsonBody.Invalid("$.filter", "It lists too much.", $"At most {MaxListed} tiers and categories.");
        }

        if (filter?.MinMarketCap < 0 || filter?.MinVolume24h < 0)
        {
            return JsonBody.Invalid("$.filter", "A bound is negative.", "Bounds that are not negative.");
        }

        return filter?.Categories?.Any(id => id is null || snapshot.FindCategory(id) is null) == true
            ? JsonBody.Invalid("$.filter.categories", "There is no such category.", "Ids of GET /v1/categories.")
            : null;
    }

    /// <summary>Values as they are cannot be added up across factors, and have no middle.</summary>
    private static ApiProblem? PlainProblem(CustomRankingRequest request) =>
        request.Factors.Count > 1 || request.NeutraliseWithin is { Count: > 0 } || request.Missing is { } missing && missing != MissingTreatment.Exclude
            ? JsonBody.Invalid("$.normalisation", "none takes one factor, no neutralisation, and leaves out what is unknown.", "percentile, z_score or robust_z_score, or one factor alone.")
            : null;
}
