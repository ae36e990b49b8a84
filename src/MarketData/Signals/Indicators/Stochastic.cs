namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Stochastic(int length, int smooth, int signal) : Indicator
{
    /// <summary>Stochastic oscillator.</summary>
    public static readonly IndicatorDefinition Definition = new("stochastic", "Stochastic oscillator")
    {
        Parameters = [IndicatorParameter.Length("n", 14), IndicatorParameter.Length("smooth", 3, min: 1), IndicatorParameter.Length("d", 3, min: 1)],
        Outputs = [new("k", IndicatorUnit.Index), new("d", IndicatorUnit.Index)],
        Formula = "raw = 100 × (close − lowest low) ÷ (highest high − lowest low) of the last n candles; k = mean of the last smooth raws; d = mean of the last d of k",
        Source = "G. C. Lane, Lane’s Stochastics, 1984; ChartSchool, Stochastic Oscillator (full)",
        WhenNull = "There are fewer candles than the windows hold, or all prices of the last n were equal.",
        WarmUp = "n + smooth + d − 3",
        WarmUpOf = values => (int)(values[0] + values[1] + values[2]) - 3,
        Create = values => new Stochastic((int)values[0], (int)values[1], (int)values[2]),
    };

    private Window _highs = new(length);
    private Window _lows = new(length);
    private Window _raw = new(smooth);
    private Window _k = new(signal);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _highs.Add(bar.High);
        _lows.Add(bar.Low);
        var lowest = _lows.Min();
        _raw.Add(100 * (bar.Close - lowest) / (_highs.Max() - lowest));
        outputs[0] = _raw.Mean();
        _k.Add(outputs[0]);
        outputs[1] = _k.Mean();
    }
}
