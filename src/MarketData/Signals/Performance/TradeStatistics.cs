namespace MarketData.Signals.Performance;

/// <summary>An interval that holds the true value in 95 % of samples like this one, if its assumptions hold.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct ConfidenceInterval(double Low, double High);

/// <summary>Statistics of trades, with what can be said of their uncertainty.</summary>
internal static class TradeStatistics
{
    private const int Resamples = 2_000;

    /// <summary>97.5 % quantile of the standard normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>A share; null of nothing.</summary>
    public static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;

    /// <summary>Middle of sorted values, of an even number the mean of the two; null without any.</summary>
    public static double? Median(IReadOnlyList<double> sorted) =>
        sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    /// <summary>Wilson's interval of a share (E. B. Wilson, 1927); null of nothing. It takes the trades for independent.</summary>
    public static ConfidenceInterval? Wilson(int hits, int count)
    {
        if (count == 0)
        {
            return null;
        }

        var share = (double)hits / count;
        var scale = 1 + (Z * Z / count);
        var middle = (share + (Z * Z / (2 * count))) / scale;
        var half = Z * Math.Sqrt((share * (1 - share) / count) + (Z * Z / (4.0 * count * count))) / scale;
        return new ConfidenceInterval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>
    /// The mean's interval by bootstrap (B. Efron, 1979) over the months of entry, the same in every run: assets move together, so that trades
    /// of one month are one draw, not many. Null with fewer than two months.
    /// </summary>
    public static ConfidenceInterval? BootstrapMean(IReadOnlyList<(DateOnly EntryDay, double Return)> trades, int seed)
    {
        var months = trades
            .GroupBy(trade => (trade.EntryDay.Year, trade.EntryDay.Month))
            .OrderBy(month => month.Key)
            .Select(month => (Sum: month.Sum(trade => trade.Return), Count: month.Count()))
            .ToArray();
        if (months.Length < 2)
        {
            return null;
        }

        var random = new Random(seed);
        var means = new double[Resamples];
        for (var i = 0; i < means.Length; i++)
        {
            var (sum, count) = (0.0, 0);
            for (var drawn = 0; drawn < months.Length; drawn++)
            {
                var month = months[random.Next(months.Length)];
                sum += month.Sum;
                count += month.Count;
            }

            means[i] = sum / count;
        }

        Array.Sort(means);
        return new ConfidenceInterval(means[(int)(0.025 * Resamples)], means[(int)(0.975 * Resamples) - 1]);
    }
}
