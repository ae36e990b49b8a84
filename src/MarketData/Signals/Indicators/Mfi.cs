namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Mfi(int length) : Indicator
{
    /// <summary>Money flow index.</summary>
    public static readonly IndicatorDefinition Definition = new("mfi", "Money flow index")
    {
        Parameters = [IndicatorParameter.Length("n", 14)],
        Outputs = [new("mfi", IndicatorUnit.Index)],
        Formula = "100 × P ÷ (P + N) over the last n candles: P is the volume in US dollars of those whose typical price is above that of the candle before, N below; typical = (high + low + close) ÷ 3",
        Source = "G. Quong, A. Soudack, 1989; ChartSchool, Money Flow Index",
        WhenNull = "There are fewer than n + 1 candles, the volume of one of the last n is unknown, or none of them moved.",
        WarmUp = "n",
        WarmUpOf = values => (int)values[0],
        Create = values => new Mfi((int)values[0]),
    };

    private Window _rises = new(length);
    private Window _falls = new(length);
    private double _typical = double.NaN;

    public override void Add(in Bar bar, Span<double> outputs)
    {
        if (!double.IsNaN(_typical))
        {
            var direction = Math.Sign(bar.Typical - _typical);
            _rises.Add(bar.Volume * Math.Max(direction, 0));
            _falls.Add(bar.Volume * Math.Max(-direction, 0));
        }

        _typical = bar.Typical;
        var rises = _rises.Sum();
        outputs[0] = 100 * rises / (rises + _falls.Sum());
    }
}
