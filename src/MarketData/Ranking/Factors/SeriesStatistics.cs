namespace MarketData.Ranking.Factors;

/// <summary>
/// Statistics of daily figures over a window that ends today. NaN is unknown. A statistic is null if fewer than
/// <see cref="MinCoverage"/> of the window's figures are known, since few days would speak for many. Pure.
/// </summary>
internal static class SeriesStatistics
{
    /// <summary>Share of a window's days that must be known.</summary>
    public const double MinCoverage = 0.8;

    private const double DaysPerYear = 365;

    /// <summary>Change over a window in percent: the last value over the one that many days before.</summary>
    public static double? Change(double[] values, int days) =>
        Known(((values[^1] / values[^(days + 1)]) - 1) * 100);

    /// <summary>Standard deviation of the daily log returns (with n − 1), times √365, in percent.</summary>
    public static double? Volatility(double[] returns, int days) =>
        Deviation(returns, days) is { } deviation ? deviation * Math.Sqrt(DaysPerYear) * 100 : null;

    /// <summary>Root of the mean square of the falls (rises count as 0), times √365, in percent.</summary>
    public static double? DownsideVolatility(double[] returns, int days)
    {
        var window = new Window(returns, days);
        return window.IsCovered ? Math.Sqrt(window.Mean(value => Math.Min(value, 0) * Math.Min(value, 0)) * DaysPerYear) * 100 : null;
    }

    /// <summary>Mean of the daily log returns over their standard deviation, times √365; no rate is deducted.</summary>
    public static double? ReturnPerRisk(double[] returns, int days) =>
        Deviation(returns, days) is > 0 and var deviation ? new Window(returns, days).Mean(value => value) / deviation * Math.Sqrt(DaysPerYear) : null;

    /// <summary>The deepest fall of a close below the highest close before it, within the window, in percent: 0 or less.</summary>
    public static double? MaxDrawdown(double[] closes, int days)
    {
        if (!new Window(closes, days).IsCovered)
        {
            return null;
        }

        double peak = 0, deepest = 0;
        foreach (var close in closes.AsSpan(closes.Length - days))
        {
            if (!double.IsNaN(close))
            {
                peak = Math.Max(peak, close);
                deepest = Math.Min(deepest, (close / peak) - 1);
            }
        }

        return deepest * 100;
    }

    /// <summary>Distance of the last close from the highest of the window in percent: 0 or less.</summary>
    public static double? FromHigh(double[] closes, int days)
    {
        var window = new Window(closes, days);
        return window.IsCovered ? Known(((closes[^1] / window.Fold(0, Math.Max)) - 1) * 100) : null;
    }

    /// <summary>Distance of the last value from the mean of the window in percent.</summary>
    public static double? FromMean(double[] values, int days) =>
        Mean(values, days) is { } mean ? Known(((values[^1] / mean) - 1) * 100) : null;

    /// <summary>Mean of a window.</summary>
    public static double? Mean(double[] values, int days)
    {
        var window = new Window(values, days);
        return window.IsCovered ? window.Mean(value => value) : null;
    }

    /// <summary>Mean of a window over the mean of the window of the same length before it, in percent.</summary>
    public static double? Growth(double[] values, int days) =>
        Mean(values, days) is { } mean && Mean(values[..^days], days) is { } before ? Known(((mean / before) - 1) * 100) : null;

    /// <summary>The newest value that is known, if it is of the last days.</summary>
    public static double? Latest(double[] values, int days)
    {
        var place = Array.FindLastIndex(values, value => !double.IsNaN(value));
        return place >= values.Length - days ? values[place] : null;
    }

    /// <summary>Share of the days on which the price rose, in percent.</summary>
    public static double? RisingDays(double[] returns, int days)
    {
        var window = new Window(returns, days);
        return window.IsCovered ? window.Mean(value => value > 0 ? 100 : 0) : null;
    }

    /// <summary>Standardised moment of the daily log returns: the third is skewness, the fourth kurtosis (3 for a normal distribution).</summary>
    public static double? Moment(double[] returns, int days, int power)
    {
        var window = new Window(returns, days);
        if (!window.IsCovered)
        {
            return null;
        }

        var mean = window.Mean(value => value);
        var variance = window.Mean(value => (value - mean) * (value - mean));
        return variance > 0 ? window.Mean(value => Math.Pow(value - mean, power)) / Math.Pow(variance, power / 2.0) : null;
    }

    /// <summary>Covariance of the daily log returns with those of another over the other's variance, on the days on which both are known.</summary>
    public static double? Beta(double[] returns, double[] others, int days) => Joint(returns, others, days)?.Beta;

    /// <summary>Pearson's correlation of the daily log returns with those of another, on the days on which both are known.</summary>
    public static double? Correlation(double[] returns, double[] others, int days) => Joint(returns, others, days)?.Correlation;

    /// <summary>Mean of the days' absolute return in percent for each million US dollars traded (Amihud, 2002).</summary>
    public static double? Illiquidity(double[] returns, double[] volumes, int days)
    {
        var impacts = new double[days];
        for (var i = 0; i < days; i++)
        {
            var volume = volumes[^(days - i)];
            impacts[i] = volume > 0 ? Math.Abs(Math.Exp(returns[^(days - i)]) - 1) * 100 / (volume / 1e6) : double.NaN;
        }

        return Mean(impacts, days);
    }

    private static double? Deviation(double[] returns, int days)
    {
        var window = new Window(returns, days);
        if (!window.IsCovered || window.KnownDays < 2)
        {
            return null;
        }

        var mean = window.Mean(value => value);
        return Math.Sqrt(window.Mean(value => (value - mean) * (value - mean)) * window.KnownDays / (window.KnownDays - 1));
    }

    private static JointMoments? Joint(double[] left, double[] right, int days) =>
        JointMoments.Of(left.AsSpan(left.Length - days), right.AsSpan(right.Length - days)) is var joint && joint.Days >= MinCoverage * days ? joint : null;

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    /// <summary>The last days of a column.</summary>
    private readonly ref struct Window
    {
        private readonly ReadOnlySpan<double> _values;

        public Window(double[] values, int days)
        {
            _values = values.AsSpan(values.Length - days);
            foreach (var value in _values)
            {
                KnownDays += double.IsNaN(value) ? 0 : 1;
            }
        }

        public int KnownDays { get; }

        public bool IsCovered => KnownDays >= MinCoverage * _values.Length;

        public double Mean(Func<double, double> of) => Fold(0, (sum, value) => sum + of(value)) / KnownDays;

        public double Fold(double seed, Func<double, double, double> fold)
        {
            foreach (var value in _values)
            {
                seed = double.IsNaN(value) ? seed : fold(seed, value);
            }

            return seed;
        }
    }
}
