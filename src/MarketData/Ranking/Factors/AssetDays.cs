namespace MarketData.Ranking.Factors;

/// <summary>
/// The daily figures of one asset over the last year, one array a figure, the oldest first and today last; NaN is unknown. Money is in
/// US dollars. Changed by the ranking worker only.
/// </summary>
internal sealed class AssetDays
{
    /// <summary>Closes that are held: a year of returns needs one more.</summary>
    public const int Count = 366;

    /// <summary>Of an asset without history. Never written to.</summary>
    public static readonly AssetDays Empty = new();

    private static readonly double[] NotKnown = Unknown();

    private readonly Dictionary<string, double[]> _metrics = [];

    public double[] Closes { get; } = Unknown();

    /// <summary>Natural logarithm of a close over the close of the day before.</summary>
    public double[] Returns { get; } = Unknown();

    /// <summary>Volume of the 24 hours before the close.</summary>
    public double[] Volumes { get; } = Unknown();

    public double[] MarketCaps { get; } = Unknown();

    /// <summary>Values of a metric by its name in <see cref="Metrics.MetricCatalog"/>, each on the day that it is for. Not to be written to.</summary>
    public double[] Metric(string name) => _metrics.GetValueOrDefault(name, NotKnown);

    /// <summary>Takes over the value of a metric on a day.</summary>
    public void SetMetric(string name, int day, double value)
    {
        if (!_metrics.TryGetValue(name, out var values))
        {
            _metrics[name] = values = Unknown();
        }

        values[day] = value;
    }

    /// <summary>Takes over the figures of a day; a later figure of the same day replaces an earlier one.</summary>
    /// <param name="day">0 is the oldest day held, <see cref="Count"/> − 1 today.</param>
    /// <param name="close">Last price.</param>
    /// <param name="volume">Volume; NaN if unknown.</param>
    /// <param name="marketCap">Market cap; NaN if unknown.</param>
    public void Set(int day, double close, double volume, double marketCap)
    {
        Closes[day] = close;
        Volumes[day] = volume;
        MarketCaps[day] = marketCap;
        SetReturn(day);
        SetReturn(day + 1);
    }

    /// <summary>Moves on by some days: the oldest go, and the newest are unknown yet.</summary>
    public void Shift(int days)
    {
        Shift(Closes, days);
        Shift(Returns, days);
        Shift(Volumes, days);
        Shift(MarketCaps, days);
        foreach (var values in _metrics.Values)
        {
            Shift(values, days);
        }
    }

    private void SetReturn(int day)
    {
        if (day is > 0 and < Count)
        {
            Returns[day] = Math.Log(Closes[day] / Closes[day - 1]);
        }
    }

    private static void Shift(double[] values, int days)
    {
        var kept = Math.Max(0, Count - days);
        Array.Copy(values, Count - kept, values, 0, kept);
        Array.Fill(values, double.NaN, kept, Count - kept);
    }

    private static double[] Unknown()
    {
        var values = new double[Count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
