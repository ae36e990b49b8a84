using MarketData.Ingestion;

namespace MarketData.IntegrationTests.Api;

public sealed class IdentityEndpointsTests
{
    [Fact]
    public async Task GetAssets_TwoProviders_AreOneAssetEach()
    {
        await using var app = await MarketDataApp.StartPolledAsync(AssetsEndpointsTests.BothSources());

        var all = await app.GetAllAsync("/v1/assets?limit=500");

        all.Count.ShouldBe(20);
        all.ShouldAllBe(asset => asset.Texts("sources").SequenceEqual(new[] { "coingecko", "coinpaprika" }));
        (await app.GetJsonAsync("/v1/identity/collisions")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task GetAssets_TwoProvidersInTheOtherOrder_AreOneAssetEachUnderCoinGeckosIds()
    {
        await using var app = await MarketDataApp.StartAsync(AssetsEndpointsTests.BothSources());
        await app.PollAsync("coinpaprika");
        var first = (await app.GetAllAsync("/v1/assets?limit=500")).Ids();
        await app.PollAsync("coingecko");

        var second = (await app.GetAllAsync("/v1/assets?limit=500")).Ids();

        first.ShouldContain("inv10-invented-10");
        second.ShouldContain("invented-0010");
        second.Length.ShouldBe(20);
        (await app.GetJsonAsync("/v1/assets/inv10-invented-10")).GetProperty("data").Text("id").ShouldBe("invented-0010");
    }

    [Fact]
    public async Task GetCollisions_SeveralCandidates_AreKeptApartAndListed()
    {
        await using var app = await MarketDataApp.StartAsync(AssetsEndpointsTests.BothSources());
        app.Upstream.SetAnswer(CoinGeckoRows.Path, CoinGeckoRows.Of(
            CoinGeckoRows.Row("twin-b", "\"current_price\": 1", symbol: "twin", name: "Twin"),
            CoinGeckoRows.Row("twin-a", "\"current_price\": 2", symbol: "twin", name: "Twin"),
            CoinGeckoRows.Row("lone", "\"current_price\": 3", symbol: "lone", name: "Lone Coin")));
        app.Upstream.SetAnswer("/v1/tickers", $"[{CoinPaprikaRow.Of("twin-twin", "TWIN", "Twin", 1)}, {CoinPaprikaRow.Of("lone-lone-coin", "LONE", "lone-coin!", 3)}]");
        await app.PollAsync("coingecko");
        (await app.PollAsync("coinpaprika")).Outcome.ShouldBe(IngestionOutcome.Succeeded);

        var collision = (await app.GetJsonAsync("/v1/identity/collisions")).GetProperty("data").EnumerateArray().Single();

        collision.Text("source").ShouldBe("coinpaprika");
        collision.Text("source_id").ShouldBe("twin-twin");
        collision.Text("symbol").ShouldBe("twin");
        collision.Texts("candidates").ShouldBe(["twin-a", "twin-b"]);
        (await app.GetAllAsync("/v1/assets")).Ids().ShouldBe(["lone", "twin-a", "twin-b", "twin-twin"], ignoreOrder: true);
        (await app.GetJsonAsync("/v1/assets/lone")).GetProperty("data").GetProperty("provider_ids").EnumerateArray()
            .Select(id => (id.Text("id"), id.Text("matched_by"))).ShouldBe([("lone", "own"), ("lone-lone-coin", "symbol_and_name")]);
    }
}
