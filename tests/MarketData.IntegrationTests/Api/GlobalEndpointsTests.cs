namespace MarketData.IntegrationTests.Api;

public sealed class GlobalEndpointsTests(VariedApp varied) : IClassFixture<VariedApp>
{
    [Theory]
    [InlineData("usd")]
    [InlineData("eur")]
    public async Task GetGlobal_Totals_AreSumsOverAllPages(string currency)
    {
        var all = await varied.App.GetAllAsync("/v1/assets?limit=100");
        var global = (await varied.App.GetJsonAsync($"/v1/global?vs={currency}")).GetProperty("data");

        var rate = currency == "eur" ? VariedMarket.EurosPerDollar : 1;
        global.GetProperty("asset_count").GetInt32().ShouldBe(VariedMarket.Count);
        global.GetProperty("priced_count").GetInt32().ShouldBe(all.Count(asset => !asset.IsNull("price")));
        global.GetProperty("market_cap_count").GetInt32().ShouldBe(all.Count(asset => !asset.IsNull("market_cap")));
        global.GetProperty("stale_count").GetInt32().ShouldBe(0);
        global.Decimal("market_cap").ShouldBe(all.Sum(asset => asset.Decimal("market_cap") ?? 0) * rate);
        global.Decimal("volume_24h").ShouldBe(all.Sum(asset => asset.Decimal("volume_24h") ?? 0) * rate);
        foreach (var tier in (string[])["large", "mid", "small"])
        {
            global.GetProperty("count_by_tier").GetProperty(tier).GetInt32().ShouldBe(all.Count(asset => asset.Text("tier") == tier));
        }
    }

    [Fact]
    public async Task GetGlobal_Change_IsWeightedByTheMarketCapsAtTheStart()
    {
        var changed = varied.Market.Assets.Where(asset => asset is { MarketCap: not null } && asset.Changes[1] is not null).ToList();
        var now = changed.Sum(asset => (double)asset.MarketCap!);
        var before = changed.Sum(asset => (double)asset.MarketCap! / (1 + (asset.Changes[1]!.Value / 100)));

        var global = (await varied.App.GetJsonAsync("/v1/global")).GetProperty("data");

        global.GetProperty("market_cap_change_percentage_24h").GetDouble().ShouldBe((now / before - 1) * 100, 1e-9);
    }

    [Fact]
    public async Task GetGlobal_Dominance_IsTheShareOfTheTotal()
    {
        var global = (await varied.App.GetJsonAsync("/v1/global?vs=eur")).GetProperty("data");
        var greatest = (await varied.App.GetJsonAsync("/v1/assets?limit=10")).GetProperty("data").EnumerateArray().ToList();
        var total = (await varied.App.GetJsonAsync("/v1/global")).GetProperty("data").Decimal("market_cap")!.Value;

        var byAsset = global.GetProperty("dominance_by_asset");
        byAsset.Names().ShouldBe(greatest.Ids());
        foreach (var asset in greatest)
        {
            byAsset.GetProperty(asset.Text("id")!).GetDouble().ShouldBe((double)(asset.Decimal("market_cap")!.Value / total) * 100, 1e-9);
        }

        global.GetProperty("dominance_by_tier").EnumerateObject().Sum(tier => tier.Value.GetDouble()).ShouldBe(100, 1e-9);
        global.IsNull("fear_and_greed").ShouldBeTrue();
    }

    [Fact]
    public async Task GetGlobal_SentimentPolled_GivesTheNewest()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["Ingestion:Sources:AlternativeMe:Enabled"] = "true" });

        var index = (await app.GetJsonAsync("/v1/global")).GetProperty("data").GetProperty("fear_and_greed");

        index.GetProperty("value").GetInt32().ShouldBe(20);
        index.Text("classification").ShouldBe("Extreme Fear");
        index.Text("source").ShouldBe("alternativeme");
    }
}
