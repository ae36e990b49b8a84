namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Obv(int length) : Indicator
{
    /// <summary>On-balance volume.</summary>
    public static readonly IndicatorDefinition Definition = new("obv", "On-balance volume")
    {
        Parameters = [IndicatorParameter.Length("n", 200)],
        Outputs = [new("obv", IndicatorUnit.Volume)],
        Formula = "sum over the last n candles of the volume, positive where the close is above the one before, negative below, 0 where equal: Granville’s running total, begun n candles ago so that it does not depend on where history begins",
        Source = "J. Granville, New Key to Stock Market Profits, 1963; ChartSchool, On Balance Volume",
        WhenNull = "There are fewer than n + 1 candles, or the volume of one of the last n is unknown.",
        WarmUp = "n",
        WarmUpOf = values => (int)values[0],
        Create = values => new Obv((int)values[0]),
    };

    private Window _flows = new(length);
    private double _close = double.NaN;

    public override void Add(in Bar bar, Span<double> outputs)
    {
        if (!double.IsNaN(_close))
        {
            _flows.Add(bar.Volume * Math.Sign(bar.Close - _close));
        }

        _close = bar.Close;
        outputs[0] = _flows.Sum();
    }
}
