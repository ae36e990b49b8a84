using MarketData.Analysis;
using MarketData.Assets;
using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Ranking.Queue;
using MarketData.Tests.Ranking;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Analysis;

public sealed class ComparisonTests
{
    private static readonly FactorColumns Columns = MakeColumns.Of(MakeSnapshot.Of(MakeSnapshot.State(
        (Make.Asset(1, "a"), [Make.Quote(10) with { MarketCap = 100, Volume24h = 5 }]),
        (Make.Asset(2, "b"), [Make.Quote(20) with { MarketCap = 300, Volume24h = 5 }]),
        (Make.Asset(3, "c"), [Make.Quote(30) with { MarketCap = 200 }]),
        (Make.Asset(4, "old"), [Make.Quote(40, asOf: Make.Now.AddDays(-9)) with { MarketCap = 400, Volume24h = 9 }]),
        (Make.Asset(5, "priceless"), []))));

    [Fact]
    public void Of_SomeAssets_GivesValuesAndTheirPlaceAmongAllThatAreFresh()
    {
        var compared = Of("b,old,a,nowhere,priceless", "market_cap", "volume_24h");

        compared.Data.Assets.Select(asset => asset.Id).ShouldBe(["b", "old", "a", "priceless"]);
        compared.Missing.ShouldBe([new MissingItem("nowhere", MissingReason.UnknownAsset)]);
        compared.Data.Universe.ShouldBe(3);
        compared.Data.Factors[0].Values.ShouldBe([300, 400, 100, null]);
        compared.Data.Factors[0].Percentiles.ShouldBe([100, null, 0, null]);
        compared.Data.Factors[1].Percentiles.ShouldBe([50, null, 50, null]);
    }

    [Fact]
    public void DefaultFactors_AreAllInTheCatalog() => Comparison.DefaultFactors.ShouldAllBe(name => FactorCatalog.Find(name) != null);

    private static ComparisonResponse Of(string ids, params string[] factors) => Comparison.Of(
        Columns, AssetSelection.Of(ids.Split(','), [], Columns.Snapshot), factors, new WorkerContext(new RankScratch(), _ => { }), CancellationToken.None);
}
