namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Cci(int length) : Indicator
{
    /// <summary>Commodity channel index.</summary>
    public static readonly IndicatorDefinition Definition = new("cci", "Commodity channel index")
    {
        Parameters = [IndicatorParameter.Length("n", 20)],
        Outputs = [new("cci", IndicatorUnit.Ratio)],
        Formula = "(typical − mean of n) ÷ (0.015 × mean distance of the n from that mean), typical = (high + low + close) ÷ 3",
        Source = "D. R. Lambert, Commodity Channel Index, 1980; ChartSchool, Commodity Channel Index",
        WhenNull = "There are fewer than n candles, or all were equal.",
        WarmUp = "n − 1",
        WarmUpOf = values => (int)values[0] - 1,
        Create = values => new Cci((int)values[0]),
    };

    private Window _prices = new(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _prices.Add(bar.Typical);
        var mean = _prices.Mean();
        var deviation = _prices.MeanDeviation(mean);
        outputs[0] = deviation == 0 ? double.NaN : (bar.Typical - mean) / (0.015 * deviation);
    }
}
