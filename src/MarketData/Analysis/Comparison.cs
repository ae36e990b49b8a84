using MarketData.Assets;
using MarketData.Markets;
using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Ranking.Queue;

namespace MarketData.Analysis;

/// <summary>Assets side by side: figures, factors, and where each stands among all assets. Pure but for the memory that it works in.</summary>
internal static class Comparison
{
    /// <summary>The factors that are compared where none are named: one or two of each group.</summary>
    public static readonly IReadOnlyList<string> DefaultFactors =
    [
        "market_cap", "fdv_to_market_cap", "float", "turnover", "return_7d", "return_30d", "return_1y", "volatility_30d", "max_drawdown_90d",
        "return_per_risk_90d", "beta_btc_90d", "ath_distance", "market_cap_to_tvl", "nvt", "market_cap_to_fees_30d",
    ];

    /// <summary>Compares assets.</summary>
    /// <param name="columns">The factors of a snapshot.</param>
    /// <param name="selection">The assets.</param>
    /// <param name="factors">Names of factors.</param>
    /// <param name="worker">Memory to work in.</param>
    /// <param name="cancellationToken">Looked at before each factor.</param>
    public static ComparisonResponse Of(
        FactorColumns columns, AssetSelection selection, IReadOnlyList<string> factors, WorkerContext worker, CancellationToken cancellationToken)
    {
        var universe = Ranker.UniverseOf(columns, new RankingFilter());
        var places = selection.Found.Select(asset => Array.IndexOf(columns.Rows, asset.Row)).ToList();
        var inUniverse = places.Select(place => Array.BinarySearch(universe, place)).ToList();
        var compared = new List<ComparedFactor>();
        foreach (var name in factors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var factor = FactorCatalog.All[FactorCatalog.NumberOf(name)];
            var column = columns[name];
            var percentiles = Array.ConvertAll(universe, place => column[place]);
            Normaliser.Normalise(percentiles, Normalisation.Percentile, 0, percentiles, worker.Scratch);
            compared.Add(new ComparedFactor(
                name,
                factor.Unit,
                [.. places.Select(place => Known(column[place]))],
                [.. inUniverse.Select(place => place < 0 ? null : Known(percentiles[place] * 100))]));
            worker.Report((double)compared.Count / factors.Count);
        }

        return new ComparisonResponse(
            new ComparedAssets(
                [.. selection.Found.Select(asset => AssetResponse.From(columns.Snapshot.Rows[asset.Row], Currency.UsDollar, NumberFormat.Full))],
                compared,
                universe.Length),
            selection.Missing,
            AnswerMeta.Of(columns.Snapshot, Currency.UsDollar.Code));
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
