namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Supertrend(int length, double factor) : Indicator
{
    /// <summary>Supertrend.</summary>
    public static readonly IndicatorDefinition Definition = new("supertrend", "Supertrend")
    {
        Parameters = [IndicatorParameter.Length("n", 10), IndicatorParameter.Factor("k", 3)],
        Outputs = [new("supertrend", IndicatorUnit.Price), new("direction", IndicatorUnit.Index)],
        Formula = "bands = (high + low) ÷ 2 ± k × ATR(n). The upper band only falls while the close before is not above it, the lower only rises while it is not below. direction 1 (up) until the close is below the lower band, −1 until it is above the upper; supertrend is the lower band in an up-trend, else the upper. The first direction is up if the close is not below the middle of its candle",
        Source = "O. Seban, Tout le monde mérite d’être riche, 2008",
        WhenNull = "There are fewer than n candles.",
        WarmUp = "14 × n, and the trend that was under way then must have turned",
        WarmUpOf = values => RunningMean.WilderMemory * (int)values[0],
        Create = values => new Supertrend((int)values[0], values[1]),
    };

    private TrueRange _range;
    private RunningMean _meanRange = RunningMean.Wilder(length);
    private double _upper = double.NaN;
    private double _lower = double.NaN;
    private double _close = double.NaN;
    private bool _isUp;

    public override void Add(in Bar bar, Span<double> outputs)
    {
        var distance = factor * _meanRange.Add(_range.Add(bar));
        var upper = bar.Middle + distance;
        var lower = bar.Middle - distance;
        if (double.IsNaN(_upper))
        {
            (_upper, _lower, _isUp) = (upper, lower, bar.Close >= bar.Middle);
        }
        else
        {
            _upper = upper < _upper || _close > _upper ? upper : _upper;
            _lower = lower > _lower || _close < _lower ? lower : _lower;
            _isUp = _isUp ? bar.Close >= _lower : bar.Close > _upper;
        }

        _close = bar.Close;
        outputs[0] = _isUp ? _lower : _upper;
        outputs[1] = double.IsNaN(distance) ? double.NaN : _isUp ? 1 : -1;
    }
}
