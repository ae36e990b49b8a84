using FsCheck;
using FsCheck.Fluent;
using MarketData.Candles;

namespace MarketData.Tests.Candles;

public sealed class ThinningTests
{
    /// <summary>
    /// Two buckets, {1, 2} and {3, 4}, worked out by hand. From (0, 0), with the centre of the second bucket (3.5, -2): twice the triangle's area is
    /// 19.5 at (1, 5) and 7.5 at (2, 1). From (1, 5), with the last point (5, 0): 2 at (3, 2) and 29 at (4, -6).
    /// </summary>
    [Fact]
    public void Choose_SixPointsToFour_TakesThoseOfTheLargestTriangles() =>
        Thinning.Choose([(0, 0), (1, 5), (2, 1), (3, 2), (4, -6), (5, 0)], 4).ShouldBe([0, 1, 4, 5]);

    [Fact]
    public void Choose_FlatLine_TakesTheFirstOfEachBucket() =>
        Thinning.Choose([(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1)], 4).ShouldBe([0, 1, 3, 5]);

    [Fact]
    public void Choose_NoMoreThanAskedFor_TakesAll()
    {
        Thinning.Choose([], 3).ShouldBeEmpty();
        Thinning.Choose([(0, 1)], 3).ShouldBe([0]);
        Thinning.Choose([(0, 1), (1, 9), (2, 1)], 3).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void Choose_FewerThanThree_IsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => Thinning.Choose([(0, 1), (1, 1), (2, 1)], 2));

    [Fact]
    public void Choose_LoneSpike_IsKept()
    {
        var points = Enumerable.Range(0, 10_000).Select(i => ((double)i, i == 7_654 ? 100.0 : 1.0)).ToList();

        Thinning.Choose(points, 50).ShouldContain(7_654);
    }

    [Fact]
    public void Choose_AnySeries_GivesExactCountAscendingWithFirstAndLast() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<int>>(),
        ArbMap.Default.ArbFor<PositiveInt>(),
        (values, extra) =>
        {
            var points = values.Get.Select((value, i) => ((double)i, (double)value)).ToList();
            var count = 2 + extra.Get;

            var chosen = Thinning.Choose(points, count);

            return chosen.Length == Math.Min(count, points.Count)
                && chosen[0] == 0
                && chosen[^1] == points.Count - 1
                && chosen.Zip(chosen.Skip(1)).All(pair => pair.First < pair.Second);
        }).QuickCheckThrowOnFailure();
}
