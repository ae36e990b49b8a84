namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Aroon(int length) : Indicator
{
    /// <summary>Aroon.</summary>
    public static readonly IndicatorDefinition Definition = new("aroon", "Aroon")
    {
        Parameters = [IndicatorParameter.Length("n", 25)],
        Outputs = [new("up", IndicatorUnit.Index), new("down", IndicatorUnit.Index), new("oscillator", IndicatorUnit.Index)],
        Formula = "up = 100 × (n − candles since the highest high) ÷ n of the last n + 1 candles, of equal ones the newest; down likewise of the lowest low; oscillator = up − down",
        Source = "T. Chande, 1995; ChartSchool, Aroon",
        WhenNull = "There are fewer than n + 1 candles.",
        WarmUp = "n",
        WarmUpOf = values => (int)values[0],
        Create = values => new Aroon((int)values[0]),
    };

    private Window _highs = new(length + 1);
    private Window _lows = new(length + 1);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _highs.Add(bar.High);
        _lows.Add(bar.Low);
        if (!_highs.IsFull)
        {
            outputs.Fill(double.NaN);
            return;
        }

        outputs[0] = 100.0 * (length - _highs.AgeOf(_highs.Max())) / length;
        outputs[1] = 100.0 * (length - _lows.AgeOf(_lows.Min())) / length;
        outputs[2] = outputs[0] - outputs[1];
    }
}
