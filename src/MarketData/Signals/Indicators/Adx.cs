namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Adx(int length) : Indicator
{
    /// <summary>Average directional index.</summary>
    public static readonly IndicatorDefinition Definition = new("adx", "Average directional index")
    {
        Parameters = [IndicatorParameter.Length("n", 14)],
        Outputs = [new("adx", IndicatorUnit.Index), new("plus_di", IndicatorUnit.Index), new("minus_di", IndicatorUnit.Index)],
        Formula = "+DM = high − high before if that is positive and more than low before − low, else 0; −DM likewise downwards; ±DI = 100 × Wilder's mean of ±DM ÷ Wilder's mean of the true range, both from the second candle on; adx = Wilder's mean of 100 × |+DI − −DI| ÷ (+DI + −DI), which counts 0 where both are 0",
        Source = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978; ChartSchool, Average Directional Index",
        WhenNull = "There are fewer candles than n + 1 (DI), 2 × n (adx), or the price never moved.",
        WarmUp = "28 × n",
        WarmUpOf = values => 2 * RunningMean.WilderMemory * (int)values[0],
        Create = values => new Adx((int)values[0]),
    };

    private TrueRange _range;
    private RunningMean _meanRange = RunningMean.Wilder(length);
    private RunningMean _plus = RunningMean.Wilder(length);
    private RunningMean _minus = RunningMean.Wilder(length);
    private RunningMean _mean = RunningMean.Wilder(length);
    private double _high = double.NaN;
    private double _low = double.NaN;

    public override void Add(in Bar bar, Span<double> outputs)
    {
        var up = bar.High - _high;
        var down = _low - bar.Low;
        (_high, _low) = (bar.High, bar.Low);
        var range = _range.Add(bar);
        if (double.IsNaN(up))
        {
            outputs.Fill(double.NaN);
            return;
        }

        var meanRange = _meanRange.Add(range);
        var plus = 100 * _plus.Add(up > down && up > 0 ? up : 0) / meanRange;
        var minus = 100 * _minus.Add(down > up && down > 0 ? down : 0) / meanRange;
        outputs[0] = _mean.Add(plus + minus == 0 ? 0 : 100 * Math.Abs(plus - minus) / (plus + minus));
        outputs[1] = plus;
        outputs[2] = minus;
    }
}
