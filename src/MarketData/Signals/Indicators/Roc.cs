namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Roc(int length) : Indicator
{
    /// <summary>Rate of change.</summary>
    public static readonly IndicatorDefinition Definition = new("roc", "Rate of change")
    {
        Parameters = [IndicatorParameter.Length("n", 12, min: 1)],
        Outputs = [new("roc", IndicatorUnit.Percent)],
        Formula = "(close ÷ close n candles ago − 1) × 100",
        Source = "ChartSchool, Rate of Change",
        WhenNull = "There are fewer than n + 1 candles.",
        WarmUp = "n",
        WarmUpOf = values => (int)values[0],
        Create = values => new Roc((int)values[0]),
    };

    private Window _closes = new(length + 1);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _closes.Add(bar.Close);
        outputs[0] = _closes.IsFull ? ((bar.Close / _closes[0]) - 1) * 100 : double.NaN;
    }
}
