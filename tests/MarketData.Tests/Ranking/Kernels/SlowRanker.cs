using MarketData.Ranking.Kernels;

namespace MarketData.Tests.Ranking.Kernels;

/// <summary>The obvious way, quadratic where that is plainer: what the kernels must agree with.</summary>
internal static class SlowRanker
{
    public static double[] Normalise(double[] column, Normalisation normalisation, double winsorise)
    {
        var known = column.Where(value => !double.IsNaN(value)).Order().ToArray();
        double low = Quantile(known, winsorise), high = Quantile(known, 1 - winsorise);
        var values = column.Select(value => double.IsNaN(value) ? value : Math.Min(Math.Max(value, low), high)).ToArray();
        var clipped = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        return [.. values.Select(value => double.IsNaN(value) ? value : One(value, clipped, normalisation))];
    }

    private static double One(double value, double[] known, Normalisation normalisation)
    {
        switch (normalisation)
        {
            case Normalisation.Percentile:
                var others = known.Length - 1;
                return others == 0 ? 0.5 : (known.Count(other => other < value) + ((known.Count(other => other == value) - 1) / 2.0)) / others;
            case Normalisation.ZScore:
                var mean = known.Average();
                var deviation = Math.Sqrt(known.Average(other => (other - mean) * (other - mean)));
                return deviation > 0 ? (value - mean) / deviation : 0;
            case Normalisation.RobustZScore:
                var median = Quantile(known, 0.5);
                var distances = known.Select(other => Math.Abs(other - median)).Order().ToArray();
                var mad = Quantile(distances, 0.5);
                var scale = mad > 0 ? mad / 0.6744897501960817 : distances.Average() * Math.Sqrt(Math.PI / 2);
                return scale > 0 ? (value - median) / scale : 0;
            default:
                return value;
        }
    }

    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
