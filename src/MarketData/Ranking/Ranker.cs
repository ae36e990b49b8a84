using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;

namespace MarketData.Ranking;

/// <summary>Ranks the assets of a snapshot by a specification. Pure but for the memory that it works in.</summary>
internal static class Ranker
{
    /// <summary>The greatest scores, equals by id.</summary>
    /// <param name="columns">The factors of a snapshot.</param>
    /// <param name="spec">What is ranked, and how.</param>
    /// <param name="limit">Most assets to give.</param>
    /// <param name="scratch">Memory to work in.</param>
    /// <param name="threshold">Where to look for the greatest scores: of a ranking alike of the last snapshot, else negative infinity. Changes the time only.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1, after each factor.</param>
    /// <param name="cancellationToken">Looked at before each factor.</param>
    public static RankedAssets Rank(
        FactorColumns columns,
        RankingSpec spec,
        int limit,
        RankScratch scratch,
        double threshold,
        Action<double>? progress,
        CancellationToken cancellationToken)
    {
        var universe = UniverseOf(columns, spec.Filter);
        var groupings = GroupingsOf(columns, spec.Within, universe);
        var scores = new double[universe.Length];
        var normalised = new double[spec.Factors.Count][];
        var weights = spec.Factors.Sum(factor => factor.Weight);
        for (var i = 0; i < spec.Factors.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var factor = spec.Factors[i];
            normalised[i] = ScoreOf(Gather(columns[factor.Number], universe), factor, spec, groupings, scratch);
            ScoreSum.Add(scores, normalised[i], factor.Weight / weights);
            progress?.Invoke((i + 1.0) / spec.Factors.Count);
        }

        return Best(scores, normalised, universe, limit, threshold, scratch);
    }

    /// <summary>Places in the columns that a filter lets through.</summary>
    public static int[] UniverseOf(FactorColumns columns, RankingFilter filter)
    {
        var snapshot = columns.Snapshot;
        var members = filter.Categories is { Count: > 0 } categories
            ? categories.SelectMany(id => snapshot.FindCategory(id)?.Members ?? []).ToHashSet()
            : null;
        var tiers = filter.Tiers is { Count: > 0 } wanted ? wanted.ToHashSet() : null;
        return
        [
            .. Enumerable.Range(0, columns.Count).Where(place =>
                columns.RowAt(place) is { Quote: { } quote } row
                && (!quote.Stale || filter.IncludeStale == true)
                && (tiers is null || (row.Tier is { } tier && tiers.Contains(tier)))
                && (members is null || members.Contains(columns.Rows[place]))
                && (filter.MinMarketCap is null || row.MarketCap >= filter.MinMarketCap)
                && (filter.MinVolume24h is null || row.Volume24h >= filter.MinVolume24h)),
        ];
    }

    /// <summary>The normalised value of a factor at each place of a universe, the good end greater; what is unknown is treated as the specification says.</summary>
    public static double[] Normalise(FactorColumns columns, WeightedFactor factor, RankingSpec spec, int[] universe, RankScratch scratch) =>
        ScoreOf(Gather(columns[factor.Number], universe), factor, spec, GroupingsOf(columns, spec.Within, universe), scratch);

    /// <summary>One factor's score of each place: the mean over the groupings, of the good end greater.</summary>
    private static double[] ScoreOf(
        double[] values, WeightedFactor factor, RankingSpec spec, IReadOnlyList<Groups> groupings, RankScratch scratch)
    {
        var missing = factor.Missing ?? spec.Missing;
        if (factor.Direction == FactorDirection.Low)
        {
            for (var place = 0; place < values.Length; place++)
            {
                values[place] = -values[place];
            }
        }

        if (groupings.Count == 0)
        {
            Normaliser.Normalise(values, spec.Normalisation, spec.Winsorise, values, scratch);
            Treat(values, missing, spec.Normalisation);
            return values;
        }

        var scores = new double[values.Length];
        foreach (var group in groupings.SelectMany(grouping => grouping.Rows))
        {
            var within = Gather(values, group);
            Normaliser.Normalise(within, spec.Normalisation, spec.Winsorise, within, scratch);
            Treat(within, missing, spec.Normalisation);
            for (var i = 0; i < group.Length; i++)
            {
                scores[group[i]] += within[i] / groupings.Count;
            }
        }

        return scores;
    }

    private static void Treat(Span<double> values, MissingTreatment missing, Normalisation normalisation)
    {
        if (missing == MissingTreatment.Exclude)
        {
            return;
        }

        var middle = normalisation == Normalisation.Percentile ? 0.5 : 0;
        ScoreSum.Fill(values, missing == MissingTreatment.Neutral ? middle : WorstOf(values) ?? middle);
    }

    private static double? WorstOf(ReadOnlySpan<double> values)
    {
        double? worst = null;
        foreach (var value in values)
        {
            worst = double.IsNaN(value) || value >= worst ? worst : value;
        }

        return worst;
    }

    private static IReadOnlyList<Groups> GroupingsOf(FactorColumns columns, IReadOnlyList<PeerGroup> within, int[] universe) =>
        [.. within.Select(group => Groups.By(Array.ConvertAll(universe, place => (group == PeerGroup.Tier ? columns.Tiers : columns.PeerCategories)[place])))];

    private static double[] Gather(double[] values, int[] rows)
    {
        var gathered = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            gathered[i] = values[rows[i]];
        }

        return gathered;
    }

    private static RankedAssets Best(double[] scores, double[][] normalised, int[] universe, int limit, double threshold, RankScratch scratch)
    {
        var top = new int[Math.Min(limit, universe.Length)];
        var found = TopRows.Select(scores, ref threshold, top, scratch);
        return new RankedAssets(
            [.. top.Take(found).Select(i => new RankedAsset(universe[i], scores[i], [.. normalised.Select(column => column[i])]))],
            universe.Length,
            scores.Count(score => !double.IsNaN(score)),
            threshold);
    }
}

/// <summary>A ranking.</summary>
/// <param name="Assets">The best, best first.</param>
/// <param name="Universe">Assets that the filter let through.</param>
/// <param name="Ranked">Those of them with a score.</param>
/// <param name="Threshold">Where the ranking of the next snapshot is to look for the greatest scores.</param>
internal sealed record RankedAssets(IReadOnlyList<RankedAsset> Assets, int Universe, int Ranked, double Threshold);

/// <summary>An asset in a ranking.</summary>
/// <param name="Place">Its place in the columns.</param>
/// <param name="Score">Sum of weight × normalised value, the weights adding up to 1.</param>
/// <param name="Normalised">The normalised value of each factor, the good end greater.</param>
internal readonly record struct RankedAsset(int Place, double Score, IReadOnlyList<double> Normalised);
