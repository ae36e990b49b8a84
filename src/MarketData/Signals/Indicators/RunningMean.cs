namespace MarketData.Signals.Indicators;

/// <summary>
/// A mean that never quite forgets: it begins as the plain mean of the first values, and moves towards each later one by its weight.
/// </summary>
/// <param name="length">How many values the first mean is of.</param>
/// <param name="weight">Weight of each later value.</param>
internal struct RunningMean(int length, double weight)
{
    /// <summary>
    /// Lengths after which what came before weighs less than a millionth: (1 − 2/(n+1))^7n and (1 − 1/n)^14n are below e^−14 = 8.3 × 10^−7.
    /// </summary>
    public const int ExponentialMemory = 7;

    /// <inheritdoc cref="ExponentialMemory"/>
    public const int WilderMemory = 14;

    private double _sum;
    private int _count;
    private double _mean;

    /// <summary>The mean of EMA: weight 2 ÷ (n + 1).</summary>
    public static RunningMean Exponential(int length) => new(length, 2.0 / (length + 1));

    /// <summary>Wilder's mean: weight 1 ÷ n.</summary>
    public static RunningMean Wilder(int length) => new(length, 1.0 / length);

    /// <summary>Takes a value and gives the mean; NaN before there are enough. An unknown value is passed over.</summary>
    public double Add(double value)
    {
        if (double.IsNaN(value))
        {
            return double.NaN;
        }

        if (_count < length)
        {
            _count++;
            _sum += value;
            _mean = _count == length ? _sum / length : double.NaN;
        }
        else
        {
            _mean += weight * (value - _mean);
        }

        return _mean;
    }
}
