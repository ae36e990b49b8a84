namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Ema(int length) : Indicator
{
    /// <summary>Exponential moving average.</summary>
    public static readonly IndicatorDefinition Definition = new("ema", "Exponential moving average")
    {
        Parameters = [IndicatorParameter.Length("n", 20)],
        Outputs = [new("ema", IndicatorUnit.Price)],
        Formula = "EMA + 2 ÷ (n + 1) × (close − EMA); the first is the mean of the first n closes",
        Source = "ChartSchool (StockCharts), Moving Averages",
        WhenNull = "There are fewer than n candles.",
        WarmUp = "7 × n",
        WarmUpOf = values => RunningMean.ExponentialMemory * (int)values[0],
        Create = values => new Ema((int)values[0]),
    };

    private RunningMean _mean = RunningMean.Exponential(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        outputs[0] = _mean.Add(bar.Close);
    }
}
