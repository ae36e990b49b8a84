using MarketData.Assets;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Ranking.Named;
using MarketData.Ranking.Queue;
using MarketData.Snapshots;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Ranking.Named;

/// <summary>
/// Every named ranking of a market of three, worked out by hand. Of three different values the percentiles are 0, 0.5 and 1, winsorised or
/// not. The daily closes of a, b and c rise and fall in turn by 10 %, 21 % and 33.1 %, and have risen today.
/// </summary>
public sealed class RankingExamplesTests
{
    private static readonly Dictionary<string, (string Id, double Score)[]> Examples = new()
    {
        ["market-cap"] = [("b", 300e6), ("c", 200e6), ("a", 100e6)],
        ["volume"] = [("a", 50e6), ("c", 40e6), ("b", 30e6)],
        ["gainers"] = [("b", 50), ("a", 25), ("c", -20)],
        ["losers"] = [("c", 20), ("a", -25), ("b", -50)],

        // 0.25 × 7 days (b c a) + 0.35 × 30 days (c a b) + 0.2 × 200 days (b a c) + 0.2 × distance from the mean (c b a).
        ["momentum"] = [("c", 0.125 + 0.35 + 0 + 0.2), ("b", 0.25 + 0 + 0.2 + 0.1), ("a", 0 + 0.175 + 0.1 + 0)],

        // 0.6 × volatility (a b c) + 0.2 × range (b a c) + 0.2 × drawdown (a b c).
        ["low-volatility"] = [("a", 0.6 + 0.1 + 0.2), ("b", 0.3 + 0.2 + 0.1), ("c", 0)],
        ["liquidity"] = [("a", 0.5), ("c", 0.2), ("b", 0.1)],

        // 0.3 × market cap to value locked (b c, a unknown: as c) + 0.2 × to fees (a c, b unknown: 0.5) + 0.15 × turnover (a c b) +
        // 0.15 × float (b c a) + 0.2 × FDV to market cap (b a c).
        ["undervalued"] = [("b", 0.3 + 0.1 + 0 + 0.15 + 0.2), ("a", 0 + 0.2 + 0.15 + 0 + 0.1), ("c", 0 + 0 + 0.075 + 0.075 + 0)],
        ["new"] = [("b", -1), ("c", -2), ("a", -3)],
        ["fdv-overhang"] = [("c", 5), ("a", 4), ("b", 1)],

        // 0.5 × volume against its mean (b a c) + 0.3 × 24 hours (b a c) + 0.2 × turnover (a c b).
        ["trending"] = [("b", 0.5 + 0.3 + 0), ("a", 0.25 + 0.15 + 0.2), ("c", 0 + 0 + 0.1)],

        // Caps 100, 300 and 200 were 80, 200 and 250: of x 80 of 530, of y 450.
        [CategoryRotation.Name] = [("x", (100.0 / 6) - (8000.0 / 530)), ("y", (500.0 / 6) - (45000.0 / 530))],
    };

    private static readonly RankingBoard Board = RankingBoard.Compute(
        MakeColumns.Of(Market(), History()), 1m, null, new WorkerContext(new RankScratch(), _ => { }), CancellationToken.None);

    public static TheoryData<string> Names() => [.. NamedRankings.All.Select(ranking => ranking.Name), CategoryRotation.Name];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compute_TheExample_IsAsWorkedOutByHand(string name)
    {
        Examples.Keys.ShouldContain(name, "Work the ranking out by hand for the market of this test.");
        var ranked = RankedBy(name);

        ranked.Select(entry => entry.Id).ShouldBe(Examples[name].Select(entry => entry.Id));
        for (var i = 0; i < ranked.Count; i++)
        {
            ranked[i].Score.ShouldBe(Examples[name][i].Score, 1e-9);
        }
    }

    private static List<(string Id, double Score)> RankedBy(string name)
    {
        if (name == CategoryRotation.Name)
        {
            return [.. Board.Rotation["24h"].Select(share => (share.Id, share.Gain))];
        }

        var window = NamedRankings.All.Single(ranking => ranking.Name == name).Windows.Count > 0 ? NamedRanking.DefaultWindow : null;
        return [.. Board.Rankings[(name, window)].Ranked.Assets.Select(asset => (Board.Columns.RowAt(asset.Place).Asset.Slug, asset.Score))];
    }

    private static MarketSnapshot Market() => MakeSnapshot.Of(
        MakeSnapshot.State(
            (Known("a", 1, 3), [Figures(100e6m, 50e6m, 400e6m, 0.25m, 11, new PriceChanges(H24: 25, D7: 1, D30: 10, D200: 20))]),
            (Known("b", 2, 1), [Figures(300e6m, 30e6m, 300e6m, 1, 10.5m, new PriceChanges(H24: 50, D7: 3, D30: -10, D200: 40))]),
            (Known("c", 3, 2), [Figures(200e6m, 40e6m, 1000e6m, 0.5m, 12, new PriceChanges(H24: -20, D7: 2, D30: 30, D200: 10))])) with
        {
            Categories = [MakeColumns.Category("x"), MakeColumns.Category("y")],
            AssetCategories = [new AssetCategory(1, "x"), new AssetCategory(2, "y"), new AssetCategory(3, "y")],
            Tvls = [new AssetTvl(2, SourceNames.DefiLlama, 300e6m, Make.Now), new AssetTvl(3, SourceNames.DefiLlama, 50e6m, Make.Now)],
        },
        SourceNames.CoinGecko,
        SourceNames.DefiLlama);

    private static Asset Known(string slug, int id, int days) => Make.Asset(id, slug) with { FirstSeen = Make.Now.AddDays(-days) };

    private static Quote Figures(decimal marketCap, decimal volume, decimal fdv, decimal circulating, decimal high, PriceChanges changes) => Make.Quote(10) with
    {
        MarketCap = marketCap,
        Volume24h = volume,
        FullyDilutedValuation = fdv,
        CirculatingSupply = circulating,
        MaxSupply = 1,
        High24h = high,
        Low24h = 10,
        Changes = changes,
    };

    private static DailyHistory History()
    {
        var today = DateOnly.FromDateTime(Make.Now.UtcDateTime);
        var history = new DailyHistory(today);
        decimal[] moves = [1.1m, 1.21m, 1.331m], volumes = [50e6m, 30e6m, 40e6m], earlier = [50e6m, 10e6m, 80e6m];
        for (var age = 0; age < 60; age++)
        {
            for (var asset = 0; asset < 3; asset++)
            {
                history.Put(asset + 1, today.AddDays(-age), age % 2 == 0 ? 10 : 10 / moves[asset], age == 0 ? volumes[asset] : earlier[asset], null);
            }

            history.Put(1, today.AddDays(-age), "fees_usd", 1e6m);
            history.Put(3, today.AddDays(-age), "fees_usd", 1e5m);
        }

        return history;
    }
}
