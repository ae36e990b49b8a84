using MarketData.Analysis;
using MarketData.Assets;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Tests.Ranking;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Analysis;

public sealed class SimilarityTests
{
    [Fact]
    public void Find_ThreeOfACategory_GivesTheDistancesWorkedOutByHand()
    {
        // Of each factor the values of a, b and c are x, x and y: z is ∓1 ÷ √2 and ±√2, so that c is 3 ÷ √2 away in each, whichever they are.
        var found = Find(Market(("a", 1, "x"), ("b", 1, "x"), ("c", 2, "x"), ("d", 1, "y")), "a", 10);

        found.Compared.ShouldBe(2);
        found.Similar.Select(similar => similar.Id).ShouldBe(["b", "c"]);
        found.Similar[0].Distance.ShouldBe(0, 1e-9);
        found.Similar[1].Distance.ShouldBe(3 / Math.Sqrt(2), 1e-9);
        found.Similar[1].Contributions.Sum(part => part.Share).ShouldBe(1, 1e-9);
        found.Similar[1].Contributions.Sum(part => part.SquaredDistance).ShouldBe(4.5, 1e-9);
        found.Similar[1].SharedCategories.ShouldBe(["x"]);
    }

    [Fact]
    public void Find_FewerThanSixKnownOfBoth_IsLeftOut()
    {
        var market = Market(("a", 1, "x"), ("b", 1, "x"), ("bare", 0, "x"));

        var found = Find(market, "a", 10);

        found.Compared.ShouldBe(2);
        found.Similar.Select(similar => similar.Id).ShouldBe(["b"]);
    }

    [Fact]
    public void Find_NoCategory_ComparesWithNone() => Find(Market(("a", 1, null), ("b", 1, "x")), "a", 10).Compared.ShouldBe(0);

    private static SimilarAssetsResponse Find(MarketSnapshot market, string slug, int limit) =>
        Similarity.Find(MakeColumns.Of(market), market.Find(slug)!.Value, limit, CancellationToken.None);

    /// <summary>Assets whose figures are a size (0: unknown but for the price) times the same ones.</summary>
    private static MarketSnapshot Market(params (string Slug, int Size, string? Category)[] assets) => MakeSnapshot.Of(
        MakeSnapshot.State([.. assets.Select((asset, i) => (Make.Asset(i + 1, asset.Slug), new[] { Figures(asset.Size) }))]) with
        {
            Categories = [MakeColumns.Category("x"), MakeColumns.Category("y")],
            AssetCategories = [.. assets.Select((asset, i) => (asset.Category, Id: i + 1)).Where(entry => entry.Category is not null).Select(entry => new AssetCategory(entry.Id, entry.Category!))],
        });

    private static Quote Figures(int size) => size == 0 ? Make.Quote() : Make.Quote() with
    {
        MarketCap = 1e9m * size,
        Volume24h = 1e7m * size,
        FullyDilutedValuation = 2e9m * size * size,
        CirculatingSupply = 10,
        MaxSupply = 20 * size,
        Ath = 200 * size,
        Changes = new PriceChanges(D30: 5 * size),
    };
}
