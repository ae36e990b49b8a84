using MarketData.Ranking.Kernels;

namespace MarketData.Signals.Models;

/// <summary>
/// How the grades of a model stood to the returns that followed. For each day the rank correlation (Spearman's) over all assets between the
/// grade and the return over the horizon; of the days' correlations the mean with its 95 % interval (Student's t). Only days a
/// horizon apart count, back from the newest, so that no return counts twice. Pure.
/// </summary>
/// <param name="HorizonDays">Days from the close of the grade's day to the close of the return.</param>
/// <param name="Correlation">The mean, −1 to 1; null if there is too little history.</param>
/// <param name="Low">Lower end of the interval; null if there is too little history.</param>
/// <param name="High">Upper end of the interval; null if there is too little history.</param>
/// <param name="Periods">Days that counted.</param>
/// <param name="Observations">Pairs of a grade and a return on these days.</param>
internal sealed record TrackRecord(int HorizonDays, double? Correlation, double? Low, double? High, int Periods, int Observations)
{
    /// <summary>The horizons, in days.</summary>
    public static readonly IReadOnlyList<int> Horizons = [1, 7, 30, 90];

    /// <summary>Periods for a figure: the interval of fewer would say nothing.</summary>
    public const int MinPeriods = 5;

    /// <summary>Pairs for the correlation of a day.</summary>
    public const int MinPairs = 10;

    /// <summary>The 97.5 % quantile of the normal distribution.</summary>
    private const double NormalQuantile = 1.959963984540054;

    /// <summary>Sums up the correlations of days.</summary>
    /// <param name="horizon">The horizon in days.</param>
    /// <param name="newest">The newest day whose return is known.</param>
    /// <param name="days">The correlation of each day that has one, and its pairs.</param>
    public static TrackRecord Of(int horizon, DateOnly newest, IReadOnlyDictionary<DateOnly, DayCorrelation> days)
    {
        var counted = days.Where(day => (newest.DayNumber - day.Key.DayNumber) % horizon == 0).Select(day => day.Value).ToList();
        var pairs = counted.Sum(day => day.Pairs);
        if (counted.Count < MinPeriods)
        {
            return new TrackRecord(horizon, null, null, null, counted.Count, pairs);
        }

        var mean = counted.Average(day => day.Correlation);
        var variance = counted.Sum(day => (day.Correlation - mean) * (day.Correlation - mean)) / (counted.Count - 1);
        var reach = StudentQuantile(counted.Count - 1) * Math.Sqrt(variance / counted.Count);
        return new TrackRecord(horizon, mean, Math.Max(-1, mean - reach), Math.Min(1, mean + reach), counted.Count, pairs);
    }

    /// <summary>Spearman's rank correlation of a day's grades with the returns between two closes, by asset; null if there are too few pairs, or one side does not vary.</summary>
    public static DayCorrelation? OfDay(
        IReadOnlyDictionary<int, double> grades, IReadOnlyDictionary<int, double> closes, IReadOnlyDictionary<int, double> later, RankScratch scratch)
    {
        var assets = grades.Keys.Where(asset => closes.ContainsKey(asset) && later.ContainsKey(asset)).ToList();
        var ranks = Ranks([.. assets.Select(asset => grades[asset])], scratch);
        var returns = Ranks([.. assets.Select(asset => later[asset] / closes[asset])], scratch);
        double covariance = 0, variance = 0, otherVariance = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            // Percentiles have the mean ½, ties and all.
            covariance += (ranks[i] - 0.5) * (returns[i] - 0.5);
            variance += (ranks[i] - 0.5) * (ranks[i] - 0.5);
            otherVariance += (returns[i] - 0.5) * (returns[i] - 0.5);
        }

        return assets.Count >= MinPairs && variance > 0 && otherVariance > 0
            ? new DayCorrelation(Math.Clamp(covariance / Math.Sqrt(variance * otherVariance), -1, 1), assets.Count)
            : null;
    }

    /// <summary>The 97.5 % quantile of Student's t, by its expansion (Abramowitz and Stegun, 26.7.5): to 0.001 from four degrees of freedom on.</summary>
    internal static double StudentQuantile(int degrees)
    {
        double x = NormalQuantile, x3 = x * x * x, x5 = x3 * x * x, x7 = x5 * x * x, x9 = x7 * x * x, n = degrees;
        return x
            + ((x3 + x) / (4 * n))
            + (((5 * x5) + (16 * x3) + (3 * x)) / (96 * n * n))
            + (((3 * x7) + (19 * x5) + (17 * x3) - (15 * x)) / (384 * n * n * n))
            + (((79 * x9) + (776 * x7) + (1482 * x5) - (1920 * x3) - (945 * x)) / (92160 * n * n * n * n));
    }

    private static double[] Ranks(double[] values, RankScratch scratch)
    {
        Normaliser.Normalise(values, Normalisation.Percentile, 0, values, scratch);
        return values;
    }
}

/// <summary>The rank correlation of one day's grades with the returns that followed.</summary>
/// <param name="Correlation">−1 to 1.</param>
/// <param name="Pairs">Assets with both.</param>
internal readonly record struct DayCorrelation(double Correlation, int Pairs);
