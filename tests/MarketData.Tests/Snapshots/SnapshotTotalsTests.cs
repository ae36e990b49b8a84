using MarketData.Assets;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Snapshots;

namespace MarketData.Tests.Snapshots;

public sealed class SnapshotTotalsTests
{
    private static readonly DateTimeOffset AsOf = Make.Now.AddMinutes(-1);

    [Fact]
    public void GlobalOf_Snapshot_HasItsTotalsOnTheGrid()
    {
        var point = SnapshotTotals.GlobalOf(Snapshot(AsOf))!;

        (point.At, point.MarketCap, point.Volume24h, point.Assets).ShouldBe((Make.Now, 40_000_000_000m, 35m, 2));
        point.DominancePercentages.ShouldBe(
            new Dictionary<string, double> { ["big"] = 75, ["middle"] = 25, ["tier:large"] = 75, ["tier:mid"] = 25, ["tier:small"] = 0 },
            ignoreOrder: true);
    }

    [Fact]
    public void CategoriesOf_Snapshot_HasThoseWithAFigure()
    {
        SnapshotTotals.CategoriesOf(Snapshot(AsOf)).ShouldBe(
        [
            new CategoryPoint("l1", Make.Now, 40_000_000_000m, 30m, 2),
            new CategoryPoint("meme", Make.Now, null, 5m, 0),
        ]);
    }

    [Fact]
    public void GlobalOf_NothingFresh_IsNull()
    {
        var stale = Snapshot(Make.Now.AddHours(-1));

        SnapshotTotals.GlobalOf(stale).ShouldBeNull();
        SnapshotTotals.CategoriesOf(stale).ShouldBeEmpty();
    }

    [Fact]
    public void GlobalOf_NoAssets_IsNull() => SnapshotTotals.GlobalOf(MakeSnapshot.Of(new MarketState())).ShouldBeNull();

    private static MarketSnapshot Snapshot(DateTimeOffset asOf)
    {
        var state = MakeSnapshot.State(
            (Make.Asset(1, "big"), [Make.Quote(1m, asOf: asOf) with { MarketCap = 30_000_000_000m, Volume24h = 20m }]),
            (Make.Asset(2, "middle"), [Make.Quote(1m, asOf: asOf) with { MarketCap = 10_000_000_000m, Volume24h = 10m }]),
            (Make.Asset(3, "unknown"), [Make.Quote(1m, asOf: asOf) with { Volume24h = 5m }]),
            (Make.Asset(4, "priceless"), []));
        return MakeSnapshot.Of(state with
        {
            Categories = [Named("l1"), Named("meme"), Named("empty"), Named("unpriced")],
            AssetCategories = [new AssetCategory(1, "l1"), new AssetCategory(2, "l1"), new AssetCategory(3, "meme"), new AssetCategory(4, "unpriced")],
        });
    }

    private static Category Named(string id) => new() { Id = id, Name = id };
}
