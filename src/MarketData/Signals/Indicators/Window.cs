namespace MarketData.Signals.Indicators;

/// <summary>The last values of a series. What is computed of them depends on nothing before them, to the last digit.</summary>
/// <remarks>
/// A copy shares the values. One slot more than the length is there for it: what a copy adds once, the original does not see.
/// </remarks>
internal struct Window(int length)
{
    /// <summary>Relative deviation below which nothing varies: what is left is rounding.</summary>
    private const double Nothing = 1e-12;

    private readonly double[] _slots = new double[length + 1];
    private int _next;

    /// <summary>Values that are held, at most the length.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there are as many values as the window is long.</summary>
    public readonly bool IsFull => Count == _slots.Length - 1;

    /// <summary>A value; 0 is the oldest.</summary>
    public readonly double this[int index]
    {
        get
        {
            var slot = _next - Count + index;
            return _slots[slot < 0 ? slot + _slots.Length : slot];
        }
    }

    /// <summary>Takes a value; the oldest goes when the window was full.</summary>
    public void Add(double value)
    {
        _slots[_next] = value;
        _next = _next + 1 == _slots.Length ? 0 : _next + 1;
        Count = Math.Min(Count + 1, _slots.Length - 1);
    }

    /// <summary>Sum of a full window, the oldest value first; NaN before, or if a value is unknown.</summary>
    public readonly double Sum()
    {
        var sum = IsFull ? 0 : double.NaN;
        for (var i = 0; i < Count; i++)
        {
            sum += this[i];
        }

        return sum;
    }

    /// <summary>Mean of a full window; NaN before, or if a value is unknown.</summary>
    public readonly double Mean() => Sum() / Count;

    /// <summary>Mean distance of the values from one; NaN before the window is full, or if a value is unknown.</summary>
    public readonly double MeanDeviation(double from)
    {
        var sum = IsFull ? 0 : double.NaN;
        for (var i = 0; i < Count; i++)
        {
            sum += Math.Abs(this[i] - from);
        }

        return Cleaned(sum / Count, from);
    }

    /// <summary>Standard deviation of the values as a population (divided by their number); NaN before the window is full, or if a value is unknown.</summary>
    public readonly double Deviation()
    {
        var mean = Mean();
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            sum += (this[i] - mean) * (this[i] - mean);
        }

        return Cleaned(Math.Sqrt(sum / Count), mean);
    }

    /// <summary>Greatest value of a full window; NaN before, or if one is unknown.</summary>
    public readonly double Max()
    {
        var greatest = IsFull ? double.NegativeInfinity : double.NaN;
        for (var i = 0; i < Count; i++)
        {
            greatest = Math.Max(greatest, this[i]);
        }

        return greatest;
    }

    /// <summary>Least value of a full window; NaN before, or if one is unknown.</summary>
    public readonly double Min()
    {
        var least = IsFull ? double.PositiveInfinity : double.NaN;
        for (var i = 0; i < Count; i++)
        {
            least = Math.Min(least, this[i]);
        }

        return least;
    }

    /// <summary>How many values ago the newest that equals <paramref name="value"/> came; 0 is the newest of all.</summary>
    public readonly int AgeOf(double value)
    {
        var age = 0;
        while (age < Count - 1 && this[Count - 1 - age] != value)
        {
            age++;
        }

        return age;
    }

    /// <summary>A deviation, 0 where it is rounding only.</summary>
    private static double Cleaned(double deviation, double mean) => deviation < Nothing * Math.Abs(mean) ? 0 : deviation;
}
