using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Signals.Models;

namespace MarketData.Signals.Grades;

/// <summary>A sub-score of all assets, by place in the columns of factors; NaN is unknown.</summary>
/// <param name="Model">What it is made of.</param>
/// <param name="Percentiles">Percentile of each input, from 0 to 1, the good end greater.</param>
/// <param name="Scores">The sub-score, from 0 to 100.</param>
/// <param name="Coverages">Share of the inputs' weights that is known, from 0 to 1.</param>
internal sealed record SubScoreColumns(SubScoreModel Model, IReadOnlyList<double[]> Percentiles, double[] Scores, double[] Coverages)
{
    /// <summary>Computes a sub-score of the assets at the places of a universe; the others stay unknown.</summary>
    public static SubScoreColumns Compute(FactorColumns columns, SubScoreModel model, int[] universe, RankScratch scratch)
    {
        var percentiles = model.Inputs.Select(input => PercentilesOf(columns, input, model.Within, universe, scratch)).ToArray();
        double[] scores = Unknown(columns.Count), coverages = new double[columns.Count];
        var weights = model.Inputs.Sum(input => input.Weight);
        foreach (var place in universe)
        {
            double sum = 0, known = 0;
            for (var input = 0; input < percentiles.Length; input++)
            {
                if (!double.IsNaN(percentiles[input][place]))
                {
                    sum += model.Inputs[input].Weight * percentiles[input][place];
                    known += model.Inputs[input].Weight;
                }
            }

            scores[place] = known > 0 ? 100 * sum / known : double.NaN;
            coverages[place] = known / weights;
        }

        return new SubScoreColumns(model, percentiles, scores, coverages);
    }

    public static double[] Unknown(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static double[] PercentilesOf(FactorColumns columns, GradeInput input, PeerGroup? within, int[] universe, RankScratch scratch)
    {
        var factor = new WeightedFactor(FactorCatalog.NumberOf(input.Factor), 1, input.Direction);
        var spec = new RankingSpec { Factors = [factor], Within = within is { } group ? [group] : [] };
        var normalised = Ranker.Normalise(columns, factor, spec, universe, scratch);
        var percentiles = Unknown(columns.Count);
        for (var i = 0; i < universe.Length; i++)
        {
            percentiles[universe[i]] = normalised[i];
        }

        return percentiles;
    }
}
