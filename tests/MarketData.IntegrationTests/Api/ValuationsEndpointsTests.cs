using System.Globalization;
using System.Text.Json;

namespace MarketData.IntegrationTests.Api;

public sealed class ValuationsEndpointsTests
{
    [Theory]
    [InlineData("\"market_cap\": 100", "100", "provider")]
    [InlineData("\"market_cap\": null, \"circulating_supply\": 40", "80", "circulating_supply")]
    [InlineData("\"market_cap\": 0, \"circulating_supply\": 40", "80", "circulating_supply")]
    [InlineData("\"total_supply\": 40", null, null)]
    public async Task GetValuation_MarketCap_SaysWhatItRestsOn(string figures, string? marketCap, string? basis)
    {
        var valuation = await ValuationOfAsync($"\"current_price\": 2, {figures}");

        valuation.Decimal("market_cap").ShouldBe(marketCap is null ? null : Number(marketCap));
        valuation.Text("market_cap_basis").ShouldBe(basis);
    }

    [Theory]
    [InlineData("\"fully_diluted_valuation\": 300, \"total_supply\": 50, \"max_supply\": 60", "300", "provider")]
    [InlineData("\"total_supply\": 50, \"max_supply\": 60", "100", "total_supply")]
    [InlineData("\"max_supply\": 60", "120", "max_supply")]
    [InlineData("\"circulating_supply\": 60", null, null)]
    public async Task GetValuation_FullyDilutedValuation_SaysWhatItRestsOn(string figures, string? value, string? basis)
    {
        var valuation = await ValuationOfAsync($"\"current_price\": 2, {figures}");

        valuation.Decimal("fully_diluted_valuation").ShouldBe(value is null ? null : Number(value));
        valuation.Text("fdv_basis").ShouldBe(basis);
    }

    [Fact]
    public async Task GetValuation_AllKnown_GivesTheRatios()
    {
        var valuation = await ValuationOfAsync(
            "\"current_price\": 2, \"circulating_supply\": 40, \"total_supply\": 50, \"max_supply\": 80");

        valuation.Decimal("mcap_fdv_ratio").ShouldBe(0.8m);
        valuation.Decimal("float").ShouldBe(0.5m);
        valuation.Text("circulating_supply_basis").ShouldBe("provider");
        valuation.Text("tier").ShouldBe("small");
        Missing(valuation).ShouldBe([("tvl", "not_provided"), ("mcap_tvl_ratio", "not_provided"), ("fdv_tvl_ratio", "not_provided")]);
    }

    [Fact]
    public async Task GetValuation_SupplyUnknown_SaysSoOfEverythingThatNeedsIt()
    {
        var valuation = await ValuationOfAsync("\"current_price\": 2");

        Missing(valuation).ShouldBe(
            [
                ("market_cap", "no_supply"),
                ("fully_diluted_valuation", "no_supply"),
                ("circulating_supply", "not_provided"),
                ("total_supply", "not_provided"),
                ("max_supply", "not_provided"),
                ("tier", "no_supply"),
                ("mcap_fdv_ratio", "no_supply"),
                ("float", "not_provided"),
                ("tvl", "not_provided"),
                ("mcap_tvl_ratio", "no_supply"),
                ("fdv_tvl_ratio", "no_supply"),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task GetValuation_MarketCapRefused_SaysQuarantined()
    {
        var valuation = await ValuationOfAsync("\"current_price\": 2, \"market_cap\": \"lots\", \"max_supply\": 60");

        var missing = valuation.GetProperty("missing");
        missing.Text("market_cap").ShouldBe("quarantined");
        missing.Text("tier").ShouldBe("quarantined");
        missing.Text("mcap_fdv_ratio").ShouldBe("quarantined");
    }

    [Fact]
    public async Task GetValuation_PriceRefused_SaysQuarantinedOfEverything()
    {
        var valuation = await ValuationOfAsync("\"current_price\": 0, \"circulating_supply\": 40");

        valuation.IsNull("price").ShouldBeTrue();
        valuation.IsNull("circulating_supply_basis").ShouldBeTrue();
        Missing(valuation).Where(reason => reason.Figure != "tvl").ShouldAllBe(reason => reason.Reason == "quarantined");
        Missing(valuation).Count.ShouldBe(12);
    }

    [Fact]
    public async Task GetValuation_ProductBeyondADecimal_SaysOutOfRange()
    {
        var valuation = await ValuationOfAsync(
            "\"current_price\": 100000000000000000000, \"circulating_supply\": 100000000000000000000, \"total_supply\": 200000000000000000000");

        valuation.IsNull("market_cap").ShouldBeTrue();
        var missing = valuation.GetProperty("missing");
        missing.Text("market_cap").ShouldBe("out_of_range");
        missing.Text("fully_diluted_valuation").ShouldBe("out_of_range");
        missing.Text("tier").ShouldBe("out_of_range");
    }

    [Fact]
    public async Task GetValuation_AmountBeyondADecimalInTheCurrency_SaysOutOfRange()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(
            CoinGeckoRows.Row("vast", "\"current_price\": 1, \"market_cap\": 5000000000000000000000000000")));

        (await app.GetJsonAsync("/v1/assets/vast/valuation")).GetProperty("data").Raw("market_cap").ShouldBe("5000000000000000000000000000");
        var inYen = (await app.GetJsonAsync("/v1/assets/vast/valuation?vs=jpy")).GetProperty("data");
        inYen.IsNull("market_cap").ShouldBeTrue();
        inYen.GetProperty("missing").Text("market_cap").ShouldBe("out_of_range");
        (await app.GetJsonAsync("/v1/assets?vs=jpy")).GetProperty("data")[0].GetProperty("missing").Text("market_cap").ShouldBe("out_of_range");
    }

    [Fact]
    public async Task GetValuation_ValueLockedKnown_GivesItsRatios()
    {
        await using var app = await MarketDataApp.StartAsync(new Dictionary<string, string?> { ["Ingestion:Sources:DefiLlama:Enabled"] = "true" });
        await app.PollAsync("coingecko");
        await app.PollAsync("defillama");

        var uniswap = (await app.GetJsonAsync("/v1/assets/uniswap/valuation?vs=eur")).GetProperty("data");
        var bitcoin = (await app.GetJsonAsync("/v1/assets/bitcoin/valuation")).GetProperty("data");

        // 7.5 × 600,000,000 over the two protocols' 3,000,000,000.75.
        uniswap.Decimal("tvl").ShouldBe(3_000_000_000.75m * 0.9m);
        uniswap.GetProperty("mcap_tvl_ratio").GetDouble().ShouldBe(4_500_000_000d / 3_000_000_000.75d, 1e-12);
        uniswap.GetProperty("fdv_tvl_ratio").GetDouble().ShouldBe(4_500_000_000d / 3_000_000_000.75d, 1e-12);
        Missing(uniswap).ShouldBeEmpty();
        bitcoin.IsNull("tvl").ShouldBeTrue();
        bitcoin.GetProperty("missing").Text("tvl").ShouldBe("not_provided");
        (await app.GetJsonAsync("/v1/assets/uniswap?fields=tvl,categories")).GetProperty("data").Decimal("tvl").ShouldBe(3_000_000_000.75m);
    }

    [Fact]
    public async Task GetValuation_SupplyDerived_SaysSo()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?>
        {
            ["Ingestion:Sources:CoinGecko:Enabled"] = "false",
            ["Ingestion:Sources:CoinPaprika:Enabled"] = "true",
        });

        var valuation = (await app.GetJsonAsync("/v1/assets/bitcoin/valuation")).GetProperty("data");

        valuation.Text("circulating_supply_basis").ShouldBe("market_cap_over_price");
        valuation.Decimal("circulating_supply").ShouldBe(19_800_000m);
        valuation.Text("fdv_basis").ShouldBe("total_supply");
    }

    [Fact]
    public async Task GetValuations_SomeUnknown_GivesTheOthersInTheOrderAsked()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        var answer = await app.GetJsonAsync("/v1/valuations?ids=solana,nowhere,bitcoin&vs=eur");

        answer.GetProperty("data").Ids().ShouldBe(["solana", "bitcoin"]);
        answer.GetProperty("missing")[0].Text("query").ShouldBe("nowhere");
        answer.GetProperty("data")[1].Decimal("market_cap").ShouldBe(60_000m * 19_800_000m * 0.9m);
        (await app.SendAsync(HttpMethod.Get, "/v1/valuations")).ShouldBeProblem(400, "missing_parameter");
    }

    private static async Task<JsonElement> ValuationOfAsync(string figures)
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(CoinGeckoRows.Row("thing", figures)));
        return (await app.GetJsonAsync("/v1/assets/thing/valuation")).GetProperty("data");
    }

    private static List<(string Figure, string? Reason)> Missing(JsonElement valuation) =>
        [.. valuation.GetProperty("missing").EnumerateObject().Select(reason => (reason.Name, reason.Value.GetString()))];

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
