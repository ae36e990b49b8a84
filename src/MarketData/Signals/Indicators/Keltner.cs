namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Keltner(int length, double factor, int rangeLength) : Indicator
{
    /// <summary>Keltner channel.</summary>
    public static readonly IndicatorDefinition Definition = new("keltner", "Keltner channel")
    {
        Parameters = [IndicatorParameter.Length("n", 20), IndicatorParameter.Factor("k", 2), IndicatorParameter.Length("m", 10)],
        Outputs = [new("middle", IndicatorUnit.Price), new("upper", IndicatorUnit.Price), new("lower", IndicatorUnit.Price)],
        Formula = "middle = EMA(n) of the close; upper, lower = middle ± k × ATR(m)",
        Source = "C. W. Keltner, 1960, as L. B. Raschke draws it; ChartSchool, Keltner Channels",
        WhenNull = "There are fewer candles than n and m.",
        WarmUp = "the greater of 7 × n and 14 × m",
        WarmUpOf = values => Math.Max(RunningMean.ExponentialMemory * (int)values[0], RunningMean.WilderMemory * (int)values[2]),
        Create = values => new Keltner((int)values[0], values[1], (int)values[2]),
    };

    private RunningMean _middle = RunningMean.Exponential(length);
    private TrueRange _range;
    private RunningMean _meanRange = RunningMean.Wilder(rangeLength);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        var middle = _middle.Add(bar.Close);
        var distance = factor * _meanRange.Add(_range.Add(bar));
        outputs[0] = middle;
        outputs[1] = middle + distance;
        outputs[2] = middle - distance;
    }
}
