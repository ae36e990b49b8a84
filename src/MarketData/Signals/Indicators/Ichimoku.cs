namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Ichimoku(int tenkan, int kijun, int senkou) : Indicator
{
    /// <summary>Ichimoku cloud.</summary>
    public static readonly IndicatorDefinition Definition = new("ichimoku", "Ichimoku cloud")
    {
        Parameters = [IndicatorParameter.Length("tenkan", 9), IndicatorParameter.Length("kijun", 26), IndicatorParameter.Length("senkou", 52)],
        Outputs = [new("tenkan", IndicatorUnit.Price), new("kijun", IndicatorUnit.Price), new("senkou_a", IndicatorUnit.Price), new("senkou_b", IndicatorUnit.Price)],
        Formula = "tenkan, kijun = (highest high + lowest low) ÷ 2 of as many candles; senkou_a = (tenkan + kijun) ÷ 2, senkou_b = (highest high + lowest low) ÷ 2 of senkou candles, both as of kijun candles ago: the cloud at this candle. The lagging line is the close itself",
        Source = "G. Hosoda (Ichimoku Sanjin), 1969; ChartSchool, Ichimoku Cloud",
        WhenNull = "There are fewer candles than the line and its displacement need.",
        WarmUp = "senkou + kijun − 1",
        WarmUpOf = values => (int)(Math.Max(Math.Max(values[0], values[1]), values[2]) + values[1]) - 1,
        Create = values => new Ichimoku((int)values[0], (int)values[1], (int)values[2]),
    };

    private MiddleLine _tenkan = new(tenkan);
    private MiddleLine _kijun = new(kijun);
    private MiddleLine _senkou = new(senkou);
    private Window _spanA = new(kijun + 1);
    private Window _spanB = new(kijun + 1);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        outputs[0] = _tenkan.Add(bar);
        outputs[1] = _kijun.Add(bar);
        _spanA.Add((outputs[0] + outputs[1]) / 2);
        _spanB.Add(_senkou.Add(bar));
        outputs[2] = _spanA.IsFull ? _spanA[0] : double.NaN;
        outputs[3] = _spanB.IsFull ? _spanB[0] : double.NaN;
    }
}
