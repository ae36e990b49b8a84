namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Wma(int length) : Indicator
{
    /// <summary>Linearly weighted moving average.</summary>
    public static readonly IndicatorDefinition Definition = new("wma", "Linearly weighted moving average")
    {
        Parameters = [IndicatorParameter.Length("n", 20)],
        Outputs = [new("wma", IndicatorUnit.Price)],
        Formula = "sum of i × close over the last n closes ÷ (n × (n + 1) ÷ 2), i = 1 for the oldest to n for the newest",
        Source = "textbook definition",
        WhenNull = "There are fewer than n candles.",
        WarmUp = "n − 1",
        WarmUpOf = values => (int)values[0] - 1,
        Create = values => new Wma((int)values[0]),
    };

    private Window _closes = new(length);

    public override void Add(in Bar bar, Span<double> outputs)
    {
        _closes.Add(bar.Close);
        var sum = _closes.IsFull ? 0 : double.NaN;
        for (var i = 0; i < _closes.Count; i++)
        {
            sum += (i + 1) * _closes[i];
        }

        outputs[0] = sum / (length * (length + 1) / 2.0);
    }
}
