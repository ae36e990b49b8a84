namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Macd(int fast, int slow, int signal) : Indicator
{
    /// <summary>Moving average convergence and divergence.</summary>
    public static readonly IndicatorDefinition Definition = new("macd", "Moving average convergence and divergence")
    {
        Parameters = [IndicatorParameter.Length("fast", 12), IndicatorParameter.Length("slow", 26), IndicatorParameter.Length("signal", 9)],
        Outputs = [new("macd", IndicatorUnit.Price), new("signal", IndicatorUnit.Price), new("histogram", IndicatorUnit.Price)],
        Formula = "macd = EMA of fast − EMA of slow; signal = EMA of macd; histogram = macd − signal",
        Source = "G. Appel, The Moving Average Convergence-Divergence Trading Method, 1985; ChartSchool, MACD",
        WhenNull = "There are fewer candles than slow (macd), slow + signal − 1 (the others).",
        WarmUp = "7 × (slow + signal)",
        WarmUpOf = values => RunningMean.ExponentialMemory * (int)(Math.Max(values[0], values[1]) + values[2]),
        Create = values => new Macd((int)values[0], (int)values[1], (int)values[2]),
    };

    private RunningMean _fast = RunningMean.Exponential(fast);
    private RunningMean _slow = RunningMean.Exponential(slow);
    private RunningMean _signal = RunningMean.Exponential(signal);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        var macd = _fast.Add(bar.Close) - _slow.Add(bar.Close);
        var average = _signal.Add(macd);
        outputs[0] = macd;
        outputs[1] = average;
        outputs[2] = macd - average;
    }
}
