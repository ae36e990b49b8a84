namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Atr(int length) : Indicator
{
    /// <summary>Average true range.</summary>
    public static readonly IndicatorDefinition Definition = new("atr", "Average true range")
    {
        Parameters = [IndicatorParameter.Length("n", 14)],
        Outputs = [new("atr", IndicatorUnit.Price)],
        Formula = "Wilder's mean over n of the true range max(high − low, |high − close before|, |low − close before|), of the first candle high − low",
        Source = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978; ChartSchool, Average True Range",
        WhenNull = "There are fewer than n candles.",
        WarmUp = "14 × n",
        WarmUpOf = values => RunningMean.WilderMemory * (int)values[0],
        Create = values => new Atr((int)values[0]),
    };

    private TrueRange _range;
    private RunningMean _mean = RunningMean.Wilder(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        outputs[0] = _mean.Add(_range.Add(bar));
    }
}
