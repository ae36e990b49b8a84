using MarketData.Signals.Performance;

namespace MarketData.Tests.Signals.Performance;

public sealed class MoneyCurveTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Fact]
    public void Set_AssetsOfDifferentDays_AreOneSumFromTheFirstDayToTheLast()
    {
        // Day by day: 1 and 1 | 2 and 1 | (2) and 3 | 2 and 1, where the first has no third day and ends with the fourth; together ÷ 2: 1, 1.5, 2.5, 1.5.
        var curve = new MoneyCurve(First.AddDays(10));
        Put(curve, (0, 1), (1, 2), (3, 2));
        Put(curve, (2, 3), (3, 1));

        curve.TotalReturn(1).ShouldBe(0.5);
        curve.MaxDrawdown(1).ShouldBe(1 - (1.5 / 2.5));
        (curve.FirstDay, curve.LastDay).ShouldBe((First, First.AddDays(3)));
    }

    [Fact]
    public void Set_AssetThatEnds_KeepsItsLastWorth()
    {
        var curve = new MoneyCurve(First.AddDays(10));
        Put(curve, (0, 1), (1, 3));
        Put(curve, (0, 1), (5, 1));

        curve.TotalReturn(1).ShouldBe(1);
        curve.MaxDrawdown(1).ShouldBe(0);
    }

    [Fact]
    public void TotalReturn_CostOfThePurchase_IsPaidByWhatIsUnderWay()
    {
        var curve = new MoneyCurve(First.AddDays(10));
        Put(curve, (0, 1), (1, 2));
        Put(curve, (0, 1), (1, 2));

        curve.TotalReturn(0.9).ShouldBe(0.8);
        curve.MaxDrawdown(0.9)!.Value.ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void TotalReturn_NoAsset_IsNull()
    {
        var curve = new MoneyCurve(First);

        curve.TotalReturn(1).ShouldBeNull();
        curve.MaxDrawdown(1).ShouldBeNull();
        curve.FirstDay.ShouldBeNull();
    }

    private static void Put(MoneyCurve curve, params (int Day, double Value)[] values)
    {
        foreach (var (day, value) in values)
        {
            curve.Set(First.AddDays(day), value);
        }

        curve.EndAsset();
    }
}
