using MarketData.Ranking.Kernels;

namespace MarketData.Tests.Ranking.Kernels;

public sealed class TopRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Select_AnyColumn_EqualsTakingFromTheSortedColumn(int wanted) => AnyColumn.Check(column =>
    {
        var threshold = double.NegativeInfinity;

        Select(column, wanted, ref threshold).ShouldBe(Reference(column, wanted));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Select_WithAThresholdOfAnotherColumn_GivesTheSame(int wanted) => AnyColumn.Check(column =>
    {
        foreach (var begin in column.Where(value => !double.IsNaN(value)).Take(5).Append(double.PositiveInfinity))
        {
            var threshold = begin;
            Select(column, wanted, ref threshold).ShouldBe(Reference(column, wanted));
        }
    });

    [Fact]
    public void Select_Again_BeginsBelowTheLastValueGiven()
    {
        var column = Enumerable.Range(0, 1000).Select(row => (double)row).ToArray();
        var threshold = double.NegativeInfinity;
        Select(column, 10, ref threshold);

        threshold.ShouldBe(990 * 0.98, 1e-9);
    }

    [Fact]
    public void Select_AllEqual_GivesTheFirstRows()
    {
        var threshold = double.NegativeInfinity;

        Select(Enumerable.Repeat(3.0, 1000).ToArray(), 5, ref threshold).ShouldBe([0, 1, 2, 3, 4]);
    }

    private static int[] Select(double[] column, int wanted, ref double threshold)
    {
        var top = new int[wanted];
        return top[..TopRows.Select(column, ref threshold, top, new RankScratch())];
    }

    private static int[] Reference(double[] column, int wanted) =>
        [.. Enumerable.Range(0, column.Length).Where(row => !double.IsNaN(column[row])).OrderByDescending(row => column[row]).ThenBy(row => row).Take(wanted)];
}
