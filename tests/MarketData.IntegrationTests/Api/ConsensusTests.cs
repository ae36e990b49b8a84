using System.Text.Json;

namespace MarketData.IntegrationTests.Api;

/// <summary>What is served where two sources speak of one asset.</summary>
public sealed class ConsensusTests
{
    [Fact]
    public async Task Get_SourcesNearEachOther_GivesTheMedianWithSpreadAndConfidence()
    {
        await using var app = await StartAsync(100m, 104m);

        var asset = await ThingAsync(app);

        asset.Raw("price").ShouldBe("102");
        asset.Raw("market_cap").ShouldBe("102000");
        asset.Texts("sources").ShouldBe(["coingecko", "coinpaprika"]);
        asset.GetProperty("spread").GetDouble().ShouldBe(4d / 102d, 1e-12);
        asset.GetProperty("confidence").GetDouble().ShouldBe(1 - (4d / 102d / 0.1), 1e-12);
        asset.GetProperty("quotes").EnumerateArray().Select(quote => (quote.Text("source"), quote.Decimal("price")))
            .ShouldBe([("coingecko", 100m), ("coinpaprika", 104m)]);
        var price = (await app.GetJsonAsync("/v1/prices?ids=thing")).GetProperty("data")[0];
        price.GetProperty("prices").Decimal("usd").ShouldBe(102);
        price.Raw("confidence").ShouldBe(asset.Raw("confidence"));
    }

    [Fact]
    public async Task Get_SourcesThatContradictEachOther_GivesThePreferredOneWithoutConfidence()
    {
        await using var app = await StartAsync(100m, 150m);

        var asset = await ThingAsync(app);

        asset.Raw("price").ShouldBe("100");
        asset.Texts("sources").ShouldBe(["coingecko"]);
        asset.GetProperty("spread").GetDouble().ShouldBe(50d / 125d, 1e-12);
        asset.Raw("confidence").ShouldBe("0");
    }

    [Fact]
    public async Task Get_OneSourceStale_GivesTheFreshOneAlone()
    {
        await using var app = await StartAsync(100m, 104m, DateTimeOffset.UtcNow.AddHours(-1));

        var asset = await ThingAsync(app);

        asset.Raw("price").ShouldBe("104");
        asset.Texts("sources").ShouldBe(["coinpaprika"]);
        asset.GetProperty("stale").GetBoolean().ShouldBeFalse();
        asset.IsNull("spread").ShouldBeTrue();
        asset.IsNull("confidence").ShouldBeTrue();
        asset.GetProperty("quotes").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Get_OtherPriority_GivesTheOneNamedFirst()
    {
        await using var app = await StartAsync(100m, 150m, priority: "coinpaprika");

        var asset = await ThingAsync(app);

        asset.Raw("price").ShouldBe("150");
        asset.Texts("sources").ShouldBe(["coinpaprika"]);
    }

    [Fact]
    public async Task Get_SourceSwitchedOff_ShowsNothingOfIt()
    {
        var folder = Directory.CreateTempSubdirectory("marketdata-consensus-");
        try
        {
            var path = new Dictionary<string, string?> { ["Database:SqlitePath"] = Path.Combine(folder.FullName, "marketdata.db") };
            await using (var both = await StartAsync(100m, 104m, settings: path))
            {
                (await ThingAsync(both)).Raw("price").ShouldBe("102");
            }

            await using var one = await MarketDataApp.StartAsync(path);

            var asset = await ThingAsync(one);
            asset.Raw("price").ShouldBe("100");
            asset.Texts("sources").ShouldBe(["coingecko"]);
            asset.GetProperty("quotes").GetArrayLength().ShouldBe(1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<MarketDataApp> StartAsync(
        decimal coinGecko, decimal coinPaprika, DateTimeOffset? coinGeckoAsOf = null, string? priority = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var all = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { ["Ingestion:Sources:CoinPaprika:Enabled"] = "true" };
        if (priority is not null)
        {
            all["Markets:SourcePriority:0"] = priority;
        }

        var app = await CoinGeckoRows.StartAsync(
            CoinGeckoRows.Of(CoinGeckoRows.Row("thing", FormattableString.Invariant($"\"current_price\": {coinGecko}, \"market_cap\": {coinGecko * 1000}"), asOf: coinGeckoAsOf)), all);
        app.Upstream.SetAnswer(CoinPaprikaRow.Path, $"[{CoinPaprikaRow.Of("thing-thing", "THING", "thing", coinPaprika, coinPaprika * 1000)}]");
        await app.PollAsync("coinpaprika");
        return app;
    }

    private static async Task<JsonElement> ThingAsync(MarketDataApp app) => (await app.GetJsonAsync("/v1/assets/thing")).GetProperty("data");
}
