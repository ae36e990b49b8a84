namespace MarketData.Signals.Performance;

/// <summary>
/// What equal amounts put into each asset are worth together, day by day. An asset counts 1 before its first day and its last worth after
/// its last, so that all are of one sum from the first day to the last.
/// </summary>
internal sealed class MoneyCurve(DateOnly lastDay)
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    // By day: worth and number of the assets that are under way, and of those that ended with the day before.
    private readonly double[] _worth = new double[lastDay.DayNumber - Epoch.DayNumber + 2];
    private readonly int[] _underWay = new int[lastDay.DayNumber - Epoch.DayNumber + 2];
    private readonly double[] _ended = new double[lastDay.DayNumber - Epoch.DayNumber + 2];
    private readonly int[] _count = new int[lastDay.DayNumber - Epoch.DayNumber + 2];
    private int _first = int.MaxValue;
    private int _last = -1;
    private int _assets;

    // Of the asset that is under way.
    private int _day = -1;
    private double _value;

    /// <summary>The first day of any asset; null if there is none.</summary>
    public DateOnly? FirstDay => _assets == 0 ? null : Epoch.AddDays(_first);

    /// <summary>The last day of any asset; null if there is none.</summary>
    public DateOnly? LastDay => _assets == 0 ? null : Epoch.AddDays(_last);

    /// <summary>Tells what the asset is worth at the close of a day; days without a candle keep the worth before.</summary>
    public void Set(DateOnly day, double value)
    {
        var index = day.DayNumber - Epoch.DayNumber;
        for (var missing = _day + 1; _day >= 0 && missing < index; missing++)
        {
            Put(missing, _value);
        }

        Put(index, value);
        (_day, _value) = (index, value);
        _first = Math.Min(_first, index);
        _last = Math.Max(_last, index);
    }

    /// <summary>Tells that the asset has no further day.</summary>
    public void EndAsset()
    {
        _ended[_day + 1] += _value;
        _count[_day + 1]++;
        _assets++;
        _day = -1;
    }

    /// <summary>Worth of all at the end ÷ at the start − 1; null without assets.</summary>
    /// <param name="left">What is left of an asset's amount once it is under way.</param>
    public double? TotalReturn(double left) => _assets == 0 ? null : Days(left).Last() - 1;

    /// <summary>The deepest fall from a height before it, as a share; null without assets.</summary>
    /// <param name="left">What is left of an asset's amount once it is under way.</param>
    public double? MaxDrawdown(double left)
    {
        if (_assets == 0)
        {
            return null;
        }

        var (height, deepest) = (1.0, 0.0);
        foreach (var worth in Days(left))
        {
            height = Math.Max(height, worth);
            deepest = Math.Max(deepest, 1 - (worth / height));
        }

        return deepest;
    }

    private void Put(int day, double value)
    {
        _worth[day] += value;
        _underWay[day]++;
    }

    /// <summary>Worth of one unit of money on each day.</summary>
    private IEnumerable<double> Days(double left)
    {
        var (ended, count) = (0.0, 0);
        for (var day = _first; day <= _last; day++)
        {
            ended += _ended[day];
            count += _count[day];
            yield return (((_worth[day] + ended) * left) + (_assets - _underWay[day] - count)) / _assets;
        }
    }
}
