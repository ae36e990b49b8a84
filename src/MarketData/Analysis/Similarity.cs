using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Snapshots;

namespace MarketData.Analysis;

/// <summary>
/// The assets that are most alike an asset: the least distance over standardised factors, among those that share a category with it. Pure.
/// </summary>
internal static class Similarity
{
    /// <summary>Rises when the formula changes, so that distances of two versions are not compared.</summary>
    public const int Version = 1;

    /// <summary>Factors that must be known of both.</summary>
    public const int MinFactors = 6;

    public const string Formula =
        "√(mean over the factors known of both, at least 6 of 12, of (z − z of the other)²); z = (x − mean) ÷ standard deviation over the assets that share a category with it, itself among them, kept from −3 to 3; x of the market cap, the volume and the FDV ratio is the logarithm";

    private const double MaxDeviations = 3;

    /// <summary>The factors: size, trading, supply, risk, comovement and course.</summary>
    private static readonly (string Name, bool IsLogarithm)[] Factors =
    [
        ("market_cap", true), ("volume_24h", true), ("fdv_to_market_cap", true), ("float", false), ("volatility_30d", false), ("volatility_90d", false),
        ("max_drawdown_90d", false), ("beta_btc_90d", false), ("correlation_btc_90d", false), ("return_30d", false), ("return_90d", false), ("ath_distance", false),
    ];

    /// <summary>The nearest assets, equals by id; assets whose figures are stale are left out.</summary>
    public static SimilarAssetsResponse Find(FactorColumns columns, int row, int limit, CancellationToken cancellationToken)
    {
        var asset = columns.Snapshot.Rows[row];
        var place = Array.IndexOf(columns.Rows, row);
        var others = asset.Categories.Count == 0
            ? []
            : Ranker.UniverseOf(columns, new RankingFilter(Categories: asset.Categories)).Where(other => other != place).ToArray();
        int[] compared = [place, .. others];
        var scores = Factors.Select(factor => Standardised(columns[factor.Name], compared, factor.IsLogarithm)).ToArray();
        cancellationToken.ThrowIfCancellationRequested();
        return new SimilarAssetsResponse(
            asset.Asset.Slug,
            asset.Categories,
            Version,
            Formula,
            others.Length,
            [
                .. Enumerable.Range(1, others.Length)
                    .Select(other => (Other: other, Distance: DistanceOf(scores, other)))
                    .Where(candidate => candidate.Distance is not null)
                    .OrderBy(candidate => candidate.Distance)
                    .ThenBy(candidate => candidate.Other)
                    .Take(limit)
                    .Select(candidate => Describe(columns, asset, place, compared[candidate.Other], candidate.Distance!.Value, scores, candidate.Other)),
            ]);
    }

    /// <summary>Distance of another from the first; null if too few factors are known of both.</summary>
    private static double? DistanceOf(double[][] scores, int other)
    {
        var known = scores.Where(score => !double.IsNaN(score[0] + score[other])).ToList();
        return known.Count < MinFactors ? null : Math.Sqrt(known.Average(score => Square(score[0] - score[other])));
    }

    private static SimilarAssetResponse Describe(
        FactorColumns columns, MarketRow asset, int place, int other, double distance, double[][] scores, int number)
    {
        var row = columns.RowAt(other);
        var known = Enumerable.Range(0, Factors.Length).Where(factor => !double.IsNaN(scores[factor][0] + scores[factor][number])).ToList();
        return new SimilarAssetResponse(
            row.Asset.Slug,
            row.Asset.Symbol,
            row.Asset.Name,
            distance,
            [.. asset.Categories.Intersect(row.Categories)],
            [
                .. known.Select(factor =>
                {
                    var squared = Square(scores[factor][0] - scores[factor][number]);
                    var column = columns[Factors[factor].Name];
                    return new DistanceContribution(
                        Factors[factor].Name, column[place], column[other], squared / known.Count, distance > 0 ? squared / known.Count / (distance * distance) : 0);
                }),
            ]);
    }

    /// <summary>Values in standard deviations from their mean; unknown stays unknown, and where nothing varies all are in the middle.</summary>
    private static double[] Standardised(double[] column, int[] places, bool isLogarithm)
    {
        var values = Array.ConvertAll(places, place => isLogarithm ? Math.Log(column[place]) : column[place]);
        var known = values.Where(double.IsFinite).ToList();
        var mean = known.Count == 0 ? 0 : known.Average();
        var deviation = known.Count == 0 ? 0 : Math.Sqrt(known.Average(value => Square(value - mean)));
        return Array.ConvertAll(values, value =>
            !double.IsFinite(value) ? double.NaN : deviation > 0 ? Math.Clamp((value - mean) / deviation, -MaxDeviations, MaxDeviations) : 0);
    }

    private static double Square(double value) => value * value;
}
