namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Vwap(int length) : Indicator
{
    /// <summary>Volume-weighted average price.</summary>
    public static readonly IndicatorDefinition Definition = new("vwap", "Volume-weighted average price")
    {
        Parameters = [IndicatorParameter.Length("n", 20)],
        Outputs = [new("vwap", IndicatorUnit.Price)],
        Formula = "sum of the volumes ÷ sum of (volume ÷ typical price) over the last n candles, typical = (high + low + close) ÷ 3; volumes are in US dollars, so that the divisor is the units traded",
        Source = "textbook definition",
        WhenNull = "There are fewer than n candles, the volume of one of them is unknown, or nothing was traded.",
        WarmUp = "n − 1",
        WarmUpOf = values => (int)values[0] - 1,
        Create = values => new Vwap((int)values[0]),
    };

    private Window _volumes = new(length);
    private Window _units = new(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _volumes.Add(bar.Volume);
        _units.Add(bar.Volume / bar.Typical);
        outputs[0] = _volumes.Sum() / _units.Sum();
    }
}
