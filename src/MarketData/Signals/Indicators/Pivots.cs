namespace MarketData.Signals.Indicators;

/// <inheritdoc cref="Definition"/>
internal sealed class Pivots : Indicator
{
    /// <summary>Pivot points.</summary>
    public static readonly IndicatorDefinition Definition = new("pivots", "Pivot points")
    {
        Parameters = [],
        Outputs = [new("pivot", IndicatorUnit.Price), new("r1", IndicatorUnit.Price), new("s1", IndicatorUnit.Price), new("r2", IndicatorUnit.Price), new("s2", IndicatorUnit.Price), new("r3", IndicatorUnit.Price), new("s3", IndicatorUnit.Price)],
        Formula = "of high H, low L and close C of the candle before: pivot P = (H + L + C) ÷ 3; r1 = 2 × P − L, s1 = 2 × P − H; r2 = P + (H − L), s2 = P − (H − L); r3 = H + 2 × (P − L), s3 = L − 2 × (H − P)",
        Source = "floor traders; ChartSchool, Pivot Points (standard)",
        WhenNull = "It is the first candle.",
        WarmUp = "1",
        WarmUpOf = _ => 1,
        Create = _ => new Pivots(),
    };

    private Bar? _before;

    public override void Add(in Bar bar, Span<double> outputs)
    {
        if (_before is { } before)
        {
            var pivot = before.Typical;
            var range = before.High - before.Low;
            outputs[0] = pivot;
            outputs[1] = (2 * pivot) - before.Low;
            outputs[2] = (2 * pivot) - before.High;
            outputs[3] = pivot + range;
            outputs[4] = pivot - range;
            outputs[5] = before.High + (2 * (pivot - before.Low));
            outputs[6] = before.Low - (2 * (before.High - pivot));
        }
        else
        {
            outputs.Fill(double.NaN);
        }

        _before = bar;
    }
}
