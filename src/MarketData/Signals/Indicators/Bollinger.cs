namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Bollinger(int length, double factor) : Indicator
{
    /// <summary>Bollinger bands.</summary>
    public static readonly IndicatorDefinition Definition = new("bollinger", "Bollinger bands")
    {
        Parameters = [IndicatorParameter.Length("n", 20), IndicatorParameter.Factor("k", 2)],
        Outputs = [new("middle", IndicatorUnit.Price), new("upper", IndicatorUnit.Price), new("lower", IndicatorUnit.Price), new("percent_b", IndicatorUnit.Ratio), new("bandwidth", IndicatorUnit.Percent)],
        Formula = "middle = mean of the last n closes; upper, lower = middle ± k × their standard deviation (divided by n); percent_b = (close − lower) ÷ (upper − lower); bandwidth = (upper − lower) ÷ middle × 100",
        Source = "J. Bollinger, Bollinger on Bollinger Bands, 2001; ChartSchool, Bollinger Bands",
        WhenNull = "There are fewer than n candles; percent_b also if all closes are equal.",
        WarmUp = "n − 1",
        WarmUpOf = values => (int)values[0] - 1,
        Create = values => new Bollinger((int)values[0], values[1]),
    };

    private Window _closes = new(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _closes.Add(bar.Close);
        var middle = _closes.Mean();
        var distance = factor * _closes.Deviation();
        outputs[0] = middle;
        outputs[1] = middle + distance;
        outputs[2] = middle - distance;
        outputs[3] = distance == 0 ? double.NaN : (bar.Close - outputs[2]) / (2 * distance);
        outputs[4] = 2 * distance / middle * 100;
    }
}
