using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class TierThresholdsTests
{
    private static readonly TierThresholds Fine = new(10_000_000_000m, 1_000_000_000m, 300_000_000m, 50_000_000m);

    [Theory]
    [InlineData("10000000000.01", CapTier.Large)]
    [InlineData("10000000000", CapTier.Mid)]
    [InlineData("5000000000", CapTier.Mid)]
    [InlineData("1000000000", CapTier.Mid)]
    [InlineData("999999999.99", CapTier.Small)]
    [InlineData("0.01", CapTier.Small)]
    public void Classify_Default_HasBothEndsInMid(string marketCap, CapTier expected) =>
        TierThresholds.Default.Classify(Make.Decimal(marketCap)).ShouldBe(expected);

    [Theory]
    [InlineData("10000000000.01", CapTier.Large)]
    [InlineData("1000000000", CapTier.Mid)]
    [InlineData("999999999", CapTier.Small)]
    [InlineData("300000000", CapTier.Small)]
    [InlineData("299999999.99", CapTier.Micro)]
    [InlineData("50000000", CapTier.Micro)]
    [InlineData("49999999.99", CapTier.Nano)]
    [InlineData("0", CapTier.Nano)]
    public void Classify_FinerCuts_IncludeTheirLowerEnds(string marketCap, CapTier expected) =>
        Fine.Classify(Make.Decimal(marketCap)).ShouldBe(expected);

    [Fact]
    public void Classify_OnlyTheFirstFinerCut_HasNoNano() =>
        (Fine with { MicroFrom = null }).Classify(1m).ShouldBe(CapTier.Micro);

    [Fact]
    public void Classify_Unknown_IsUnknown() => TierThresholds.Default.Classify(null).ShouldBeNull();

    [Fact]
    public void Tiers_Cuts_AreThoseInUse()
    {
        TierThresholds.Default.Tiers.ShouldBe([CapTier.Large, CapTier.Mid, CapTier.Small]);
        (TierThresholds.Default with { SmallFrom = 1m }).Tiers.ShouldBe([CapTier.Large, CapTier.Mid, CapTier.Small, CapTier.Micro]);
        Fine.Tiers.ShouldBe([CapTier.Large, CapTier.Mid, CapTier.Small, CapTier.Micro, CapTier.Nano]);
        (Fine with { SmallFrom = null, MicroFrom = null }).Tiers.ShouldBe([CapTier.Large, CapTier.Mid, CapTier.Small]);
    }

    [Fact]
    public void Equals_SameThresholds_IsTrue()
    {
        new TierThresholds(2m, 1m).ShouldBe(new TierThresholds(2m, 1m));
        new TierThresholds(2m, 1m).ShouldNotBe(new TierThresholds(3m, 1m));
    }

    [Fact]
    public void Bounds_EveryTier_MeetItsNeighbours()
    {
        Fine.Tiers.Select(tier => (Fine.LowerBound(tier), Fine.UpperBound(tier))).ShouldBe(
        [
            (10_000_000_000m, null),
            (1_000_000_000m, 10_000_000_000m),
            (300_000_000m, 1_000_000_000m),
            (50_000_000m, 300_000_000m),
            (null, 50_000_000m),
        ]);
        TierThresholds.Default.LowerBound(CapTier.Small).ShouldBeNull();
    }

    [Theory]
    [InlineData(10, 1, null, null)]
    [InlineData(10, 10, null, null)]
    [InlineData(10, 5, 5, null)]
    [InlineData(10, 5, 2, 2)]
    public void Problem_InOrder_IsNone(int large, int mid, int? small, int? micro) =>
        new TierThresholds(large, mid, small, micro).Problem().ShouldBeNull();

    [Theory]
    [InlineData(10, 0, null, null, "mid_from must be greater than 0.")]
    [InlineData(10, -1, null, null, "mid_from must be greater than 0.")]
    [InlineData(1, 2, null, null, "large_above must not be less than mid_from.")]
    [InlineData(10, 5, 0, null, "small_from must be greater than 0.")]
    [InlineData(10, 5, 6, null, "small_from must not be greater than mid_from.")]
    [InlineData(10, 5, null, 1, "micro_from needs small_from.")]
    [InlineData(10, 5, 2, 0, "micro_from must be greater than 0.")]
    [InlineData(10, 5, 2, 3, "micro_from must not be greater than small_from.")]
    public void Problem_OutOfOrder_SaysWhich(int large, int mid, int? small, int? micro, string expected) =>
        new TierThresholds(large, mid, small, micro).Problem().ShouldBe(expected);
}
