using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Tests.Snapshots;

public sealed class MarketColumnsTests
{
    [Fact]
    public void FieldCount_EveryField_IsCounted() => MarketColumns.FieldCount.ShouldBe(Enum.GetValues<MarketField>().Length);

    [Fact]
    public void Order_EqualDecimalsOfOtherScale_StandInOrderOfTheirSlugs()
    {
        // As casts they are 9328747.69542072 and 9328747.695420722.
        var columns = new MarketColumns(
        [
            MakeSnapshot.Row("b", Make.Quote() with { FullyDilutedValuation = 9328747.6954207200000000m }),
            MakeSnapshot.Row("a", Make.Quote() with { FullyDilutedValuation = 9328747.69542072000000000m }),
        ]);

        columns.Order(MarketField.FullyDilutedValuation, descending: true).ShouldBe([1, 0]);
        columns.Order(MarketField.FullyDilutedValuation, descending: false).ShouldBe([1, 0]);
    }

    [Fact]
    public void Item_EveryField_IsItsOwnFigure()
    {
        var columns = new MarketColumns([MakeSnapshot.Row("a", Make.Quote(1m) with
        {
            MarketCap = 2m,
            FullyDilutedValuation = 4m,
            Volume24h = 5m,
            Changes = new PriceChanges(11, 12, 13, 14, 15, 16, 8.7e36),
        })]);

        Enum.GetValues<MarketField>().Select(field => (field, columns[field][0])).ShouldBe(
        [
            (MarketField.MarketCap, 2),
            (MarketField.Price, 1),
            (MarketField.FullyDilutedValuation, 4),
            (MarketField.Volume24h, 5),
            (MarketField.McapFdvRatio, 0.5),
            (MarketField.Change1h, 11),
            (MarketField.Change24h, 12),
            (MarketField.Change7d, 13),
            (MarketField.Change14d, 14),
            (MarketField.Change30d, 15),
            (MarketField.Change200d, 16),
            (MarketField.Change1y, 8.7e36),
        ]);
    }

    [Fact]
    public void Item_Unknown_IsNaNInEveryField()
    {
        var columns = new MarketColumns([MakeSnapshot.Row("a")]);

        Enum.GetValues<MarketField>().Select(field => columns[field][0]).ShouldAllBe(value => double.IsNaN(value));
    }

    [Fact]
    public void Order_UnknownAndEqual_StandLastAndBySlugEitherWay()
    {
        string[] slugs = ["f", "e", "d", "c", "b", "a"];
        decimal?[] volumes = [null, 5m, 7m, null, 5m, 0m];
        var columns = new MarketColumns(
            [.. slugs.Zip(volumes, (slug, volume) => MakeSnapshot.Row(slug, Make.Quote() with { Volume24h = volume }))]);

        Slugs(columns.Order(MarketField.Volume24h, descending: true)).ShouldBe(["d", "b", "e", "a", "c", "f"]);
        Slugs(columns.Order(MarketField.Volume24h, descending: false)).ShouldBe(["a", "b", "e", "d", "c", "f"]);

        IEnumerable<string> Slugs(int[] order) => order.Select(number => slugs[number]);
    }

    [Fact]
    public void Order_NoRows_IsEmpty() => new MarketColumns([]).Order(MarketField.Price, true).ShouldBeEmpty();

    [Theory]
    [InlineData(1, "a", 2, "b", false, -1)]
    [InlineData(1, "a", 2, "b", true, 1)]
    [InlineData(1, "b", 1, "a", false, 1)]
    [InlineData(1, "b", 1, "a", true, 1)]
    [InlineData(double.NaN, "a", 1, "b", false, 1)]
    [InlineData(double.NaN, "a", 1, "b", true, 1)]
    [InlineData(1, "a", double.NaN, "b", true, -1)]
    [InlineData(double.NaN, "a", double.NaN, "b", true, -1)]
    [InlineData(double.NaN, "a", double.NaN, "a", false, 0)]
    public void Compare_TwoRows_GivesTheirOrder(double left, string leftSlug, double right, string rightSlug, bool descending, int expected) =>
        Math.Sign(MarketColumns.Compare(left, leftSlug, right, rightSlug, descending)).ShouldBe(expected);
}
