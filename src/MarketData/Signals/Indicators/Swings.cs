namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Swings(int length) : Indicator
{
    /// <summary>Support and resistance by swings.</summary>
    public static readonly IndicatorDefinition Definition = new("swings", "Support and resistance by swings")
    {
        Parameters = [IndicatorParameter.Length("n", 5, min: 1)],
        Outputs = [new("resistance", IndicatorUnit.Price), new("support", IndicatorUnit.Price)],
        Formula = "resistance = the newest high that is above the highs of the n candles before it and of the n after it; support = the newest low that is below theirs. It stands from the n-th candle after it on, when it is known",
        Source = "B. Williams, Trading Chaos, 1995 (fractals, n = 2)",
        WhenNull = "No high (low) stood out yet.",
        WarmUp = "20 × n",
        WarmUpOf = values => 20 * (int)values[0],
        Create = values => new Swings((int)values[0]),
    };

    private Window _highs = new((2 * length) + 1);
    private Window _lows = new((2 * length) + 1);
    private double _resistance = double.NaN;
    private double _support = double.NaN;

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _highs.Add(bar.High);
        _lows.Add(bar.Low);
        if (_highs.IsFull)
        {
            _resistance = StandsOut(_highs, 1) ? _highs[length] : _resistance;
            _support = StandsOut(_lows, -1) ? _lows[length] : _support;
        }

        outputs[0] = _resistance;
        outputs[1] = _support;
    }

    /// <summary>Whether the value in the middle is beyond all others, to one side.</summary>
    private bool StandsOut(in Window values, int side)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i != length && (values[length] - values[i]) * side <= 0)
            {
                return false;
            }
        }

        return true;
    }
}
