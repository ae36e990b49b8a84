namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Donchian(int length) : Indicator
{
    /// <summary>Donchian channel.</summary>
    public static readonly IndicatorDefinition Definition = new("donchian", "Donchian channel")
    {
        Parameters = [IndicatorParameter.Length("n", 20)],
        Outputs = [new("upper", IndicatorUnit.Price), new("middle", IndicatorUnit.Price), new("lower", IndicatorUnit.Price)],
        Formula = "upper = highest high, lower = lowest low of the last n candles, this one included; middle = their mean",
        Source = "R. Donchian; ChartSchool, Price Channels (which leave this candle out)",
        WhenNull = "There are fewer than n candles.",
        WarmUp = "n − 1",
        WarmUpOf = values => (int)values[0] - 1,
        Create = values => new Donchian((int)values[0]),
    };

    private Window _highs = new(length);
    private Window _lows = new(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _highs.Add(bar.High);
        _lows.Add(bar.Low);
        outputs[0] = _highs.Max();
        outputs[2] = _lows.Min();
        outputs[1] = (outputs[0] + outputs[2]) / 2;
    }
}
