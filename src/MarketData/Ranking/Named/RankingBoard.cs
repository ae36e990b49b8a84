using MarketData.Ranking.Factors;
using MarketData.Ranking.Queue;

namespace MarketData.Ranking.Named;

/// <summary>Factors and named rankings of one snapshot. Immutable, swapped whole.</summary>
internal sealed record RankingBoard(
    FactorColumns Columns,
    IReadOnlyDictionary<(string Name, string? Window), ComputedRanking> Rankings,
    IReadOnlyDictionary<string, IReadOnlyList<CategoryShare>> Rotation)
{
    /// <summary>Most assets that a ranking gives.</summary>
    public const int MaxItems = 500;

    /// <summary>Version of the snapshot.</summary>
    public long Version => Columns.Snapshot.Version;

    /// <summary>Computes every named ranking.</summary>
    /// <param name="columns">The factors of a snapshot.</param>
    /// <param name="volumeFloor">Least volume of 24 hours in US dollars, where a ranking has a floor.</param>
    /// <param name="last">The board of the snapshot before, whose scores tell where to look for the greatest; null without one.</param>
    /// <param name="context">Memory to work in.</param>
    /// <param name="cancellationToken">Looked at before each factor.</param>
    public static RankingBoard Compute(
        FactorColumns columns, decimal volumeFloor, RankingBoard? last, WorkerContext context, CancellationToken cancellationToken)
    {
        var rankings = new Dictionary<(string, string?), ComputedRanking>();
        var windows = NamedRankings.All.SelectMany(ranking => ranking.Windows.DefaultIfEmpty(null).Select(window => (ranking, window))).ToList();
        foreach (var (ranking, window) in windows)
        {
            var spec = ranking.SpecOf(window, volumeFloor);
            var threshold = last?.Rankings[(ranking.Name, window)].Ranked.Threshold ?? double.NegativeInfinity;
            rankings[(ranking.Name, window)] = new ComputedRanking(
                spec, Ranker.Rank(columns, spec, MaxItems, context.Scratch, threshold, null, cancellationToken));
            context.Report((double)rankings.Count / windows.Count);
        }

        return new RankingBoard(
            columns, rankings, CategoryRotation.Windows.ToDictionary(window => window, window => CategoryRotation.Rank(columns.Snapshot, window)));
    }
}

/// <summary>A ranking with what it is made of.</summary>
internal sealed record ComputedRanking(RankingSpec Spec, RankedAssets Ranked);
