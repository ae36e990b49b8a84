using MarketData.Ranking.Kernels;

namespace MarketData.Tests.Ranking.Kernels;

public sealed class RadixOrderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sort_AnyColumn_EqualsSortingByValueThenRow(bool descending) => AnyColumn.Check(column =>
        Sort(column, descending).ShouldBe(Reference(column, descending)));

    [Fact]
    public void Sort_ManyRowsOfFewValues_KeepsEqualsByRow()
    {
        var column = Enumerable.Range(0, 5000).Select(row => (double)(row * 7919 % 3)).ToArray();

        Sort(column, descending: false).ShouldBe(Reference(column, descending: false));
    }

    [Fact]
    public void Sort_ManyRowsThatDifferInTheirLastBits_OrdersThem()
    {
        var column = Enumerable.Range(0, 5000).Select(row => 1 + (row * 7919 % 5000 * 1e-15)).ToArray();

        Sort(column, descending: true).ShouldBe(Reference(column, descending: true));
    }

    private static int[] Sort(double[] column, bool descending)
    {
        var order = new int[column.Length];
        return order[..RadixOrder.Sort(column, descending, order, new RankScratch())];
    }

    private static int[] Reference(double[] column, bool descending)
    {
        var known = Enumerable.Range(0, column.Length).Where(row => !double.IsNaN(column[row]));
        return [.. (descending ? known.OrderByDescending(row => column[row]) : known.OrderBy(row => column[row])).ThenBy(row => row)];
    }
}
