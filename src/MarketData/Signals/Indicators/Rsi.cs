namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Rsi(int length) : Indicator
{
    /// <summary>Relative strength index.</summary>
    public static readonly IndicatorDefinition Definition = new("rsi", "Relative strength index")
    {
        Parameters = [IndicatorParameter.Length("n", 14)],
        Outputs = [new("rsi", IndicatorUnit.Index)],
        Formula = "100 × G ÷ (G + L), with Wilder's means G of the gains and L of the losses from close to close: the first is the mean of n, each later one (n − 1) ÷ n × the one before + 1 ÷ n × the newest",
        Source = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978; ChartSchool, Relative Strength Index",
        WhenNull = "There are fewer than n + 1 candles, or the price never moved.",
        WarmUp = "14 × n + 1",
        WarmUpOf = values => (RunningMean.WilderMemory * (int)values[0]) + 1,
        Create = values => new Rsi((int)values[0]),
    };

    private RunningMean _gains = RunningMean.Wilder(length);
    private RunningMean _losses = RunningMean.Wilder(length);
    private double _close = double.NaN;

    public override void Add(in Bar bar, Span<double> outputs)
    {
        var change = bar.Close - _close;
        _close = bar.Close;
        var gain = _gains.Add(Math.Max(change, 0));
        var loss = _losses.Add(Math.Max(-change, 0));
        outputs[0] = 100 * gain / (gain + loss);
    }
}
