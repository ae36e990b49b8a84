namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Sma(int length) : Indicator
{
    /// <summary>Simple moving average.</summary>
    public static readonly IndicatorDefinition Definition = new("sma", "Simple moving average")
    {
        Parameters = [IndicatorParameter.Length("n", 20)],
        Outputs = [new("sma", IndicatorUnit.Price)],
        Formula = "mean of the last n closes",
        Source = "textbook definition",
        WhenNull = "There are fewer than n candles.",
        WarmUp = "n − 1",
        WarmUpOf = values => (int)values[0] - 1,
        Create = values => new Sma((int)values[0]),
    };

    private Window _closes = new(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _closes.Add(bar.Close);
        outputs[0] = _closes.Mean();
    }
}
