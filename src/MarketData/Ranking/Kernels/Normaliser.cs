using System.Runtime.CompilerServices;

namespace MarketData.Ranking.Kernels;

/// <summary>Makes the values of a column comparable with those of other columns. Unknown is NaN and stays NaN. Pure.</summary>
internal static class Normaliser
{
    /// <summary>Makes the median absolute deviation of a normal distribution its standard deviation: 1 / Φ⁻¹(3/4).</summary>
    private const double DeviationsPerMad = 1.482602218505602;

    /// <summary>The same for the mean absolute deviation: √(π/2).</summary>
    private const double DeviationsPerMeanDeviation = 1.2533141373155001;

    /// <summary>Writes the normalised values of a column.</summary>
    /// <param name="values">The column; finite values, and NaN for unknown.</param>
    /// <param name="normalisation">How.</param>
    /// <param name="winsorise">Share of the values at each end that is first pulled in to the quantile there; 0 pulls in none.</param>
    /// <param name="normalised">Room for as many values.</param>
    /// <param name="scratch">Memory to work in.</param>
    public static void Normalise(
        ReadOnlySpan<double> values, Normalisation normalisation, double winsorise, Span<double> normalised, RankScratch scratch)
    {
        values.CopyTo(normalised);
        if (normalisation == Normalisation.None && winsorise == 0)
        {
            return;
        }

        var needsOrder = winsorise > 0 || normalisation is Normalisation.Percentile or Normalisation.RobustZScore;
        var order = needsOrder ? OrderOf(normalised, scratch) : [];
        if (winsorise > 0)
        {
            Winsorise(normalised, order, winsorise);
        }

        switch (normalisation)
        {
            case Normalisation.Percentile:
                ToPercentiles(normalised, order);
                break;
            case Normalisation.ZScore:
                ToZScores(normalised);
                break;
            case Normalisation.RobustZScore:
                ToRobustZScores(normalised, QuantileOf(normalised, order, 0.5), scratch);
                break;
        }
    }

    /// <summary>The quantile of a share between the two values next to it, as R's type 7 and NumPy's default have it; NaN of nothing.</summary>
    public static double QuantileOf(ReadOnlySpan<double> values, ReadOnlySpan<int> order, double share)
    {
        if (order.IsEmpty)
        {
            return double.NaN;
        }

        var place = share * (order.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, order.Length - 1);
        var low = values[order[below]];
        return low + ((place - below) * (values[order[above]] - low));
    }

    private static Span<int> OrderOf(ReadOnlySpan<double> values, RankScratch scratch)
    {
        var order = scratch.Order(values.Length);
        return order[..RadixOrder.Sort(values, descending: false, order, scratch)];
    }

    /// <summary>Pulls the ends in. Only the ends are touched: they are known from the order.</summary>
    private static void Winsorise(Span<double> values, ReadOnlySpan<int> order, double share)
    {
        var low = QuantileOf(values, order, share);
        var high = QuantileOf(values, order, 1 - share);
        for (var place = 0; place < order.Length && values[order[place]] < low; place++)
        {
            values[order[place]] = low;
        }

        for (var place = order.Length - 1; place >= 0 && values[order[place]] > high; place--)
        {
            values[order[place]] = high;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToPercentiles(Span<double> values, ReadOnlySpan<int> order)
    {
        var perPlace = order.Length > 1 ? 1.0 / (order.Length - 1) : 0;
        for (var start = 0; start < order.Length;)
        {
            var value = values[order[start]];
            var end = start + 1;
            while (end < order.Length && values[order[end]] == value)
            {
                end++;
            }

            var percentile = order.Length > 1 ? (start + end - 1) * 0.5 * perPlace : 0.5;
            for (var place = start; place < end; place++)
            {
                values[order[place]] = percentile;
            }

            start = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToZScores(Span<double> values)
    {
        var mean = MeanOf(values, 0, squared: false);
        var deviation = Math.Sqrt(MeanOf(values, mean, squared: true));
        Scale(values, mean, deviation);
    }

    private static void ToRobustZScores(Span<double> values, double median, RankScratch scratch)
    {
        var distances = scratch.Values(values.Length);
        for (var row = 0; row < values.Length; row++)
        {
            distances[row] = Math.Abs(values[row] - median);
        }

        var mad = QuantileOf(distances, OrderOf(distances, scratch), 0.5);

        // More than half the values are one and the same: the mean distance still tells the others apart (Iglewicz and Hoaglin, 1993).
        Scale(values, median, mad > 0 ? mad * DeviationsPerMad : MeanOf(distances, 0, squared: false) * DeviationsPerMeanDeviation);
    }

    /// <summary>Where nothing varies, everything is in the middle.</summary>
    private static void Scale(Span<double> values, double centre, double deviation)
    {
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = double.IsNaN(values[row]) ? double.NaN : deviation > 0 ? (values[row] - centre) / deviation : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double MeanOf(ReadOnlySpan<double> values, double centre, bool squared)
    {
        var sum = 0.0;
        var known = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                var distance = value - centre;
                sum += squared ? distance * distance : distance;
                known++;
            }
        }

        return known == 0 ? 0 : sum / known;
    }
}
