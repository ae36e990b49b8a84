using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

public sealed class CoinGeckoSimpleTests : IAsyncLifetime
{
    private CoinGeckoApp _app = null!;

    public async Task InitializeAsync() => _app = CoinGeckoApp.Of(await MarketDataApp.StartPolledAsync());

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task Ping_SaysWhatClientsLookFor() => (await _app.SendAsync("ping")).Text.ShouldBe("{\"gecko_says\":\"(V3) To the Moon!\"}");

    [Fact]
    public async Task Price_AllFigures_StandInOrderForEachCurrency()
    {
        var prices = await _app.GetAsync(
            "simple/price?ids=bitcoin,nowhere,ETHEREUM&vs_currencies=USD,eur,zzz&include_market_cap=true&include_24hr_vol=true&include_24hr_change=True&include_last_updated_at=true");

        prices.Names().ShouldBe(["bitcoin", "ETHEREUM"]);
        var bitcoin = prices.GetProperty("bitcoin");
        bitcoin.Names().ShouldBe(
            ["usd", "usd_market_cap", "usd_24h_vol", "usd_24h_change", "eur", "eur_market_cap", "eur_24h_vol", "eur_24h_change", "last_updated_at"]);
        bitcoin.Decimal("usd").ShouldBe(_app.App.Upstream.GetPrice("bitcoin"));
        bitcoin.Decimal("eur").ShouldBe(_app.App.Upstream.GetPrice("bitcoin") * 0.9m);
        bitcoin.Raw("usd_24h_change").ShouldBe("0.4012");
        bitcoin.GetProperty("last_updated_at").GetInt64().ShouldBeGreaterThan(1_700_000_000);
    }

    [Fact]
    public async Task Price_WithoutMore_IsThePriceAlone() =>
        (await _app.GetAsync("simple/price?ids=bitcoin&vs_currencies=usd")).GetProperty("bitcoin").Names().ShouldBe(["usd"]);

    [Fact]
    public async Task Price_NothingKnown_IsAnEmptyObject() =>
        (await _app.SendAsync("simple/price?ids=nowhere&vs_currencies=usd")).Text.ShouldBe("{}");

    [Fact]
    public async Task Price_ByNameOrSymbol_StandsUnderTheWordAsked()
    {
        (await _app.GetAsync("simple/price?names=Bitcoin,nobody&vs_currencies=usd")).Names().ShouldBe(["Bitcoin"]);
        (await _app.GetAsync("simple/price?symbols=BTC&vs_currencies=usd")).Names().ShouldBe(["BTC"]);
        (await _app.GetAsync("simple/price?ids=ethereum&symbols=BTC&vs_currencies=usd")).Names().ShouldBe(["ethereum"]);
    }

    [Fact]
    public async Task Price_OfACoinWithoutOne_IsNull()
    {
        await using var app = await CoinGeckoApp.StartAsync(CoinGeckoRows.Row("none", "\"current_price\": null"), CoinGeckoRows.Row("some", "\"current_price\": 2"));

        (await app.SendAsync("simple/price?ids=none&vs_currencies=usd&include_market_cap=true&include_24hr_vol=true&include_24hr_change=true&include_last_updated_at=true")).Text
            .ShouldBe("{\"none\":{\"usd\":null,\"usd_market_cap\":null,\"usd_24h_vol\":null,\"usd_24h_change\":null,\"last_updated_at\":null}}");
    }

    [Fact]
    public async Task Price_SymbolThatSeveralShare_IsTheGreatestOrAllById()
    {
        await using var app = await CoinGeckoApp.StartAsync(
            CoinGeckoRows.Row("twin-a", "\"current_price\": 1, \"market_cap\": 5", symbol: "twin"),
            CoinGeckoRows.Row("twin-b", "\"current_price\": 2, \"market_cap\": 9", symbol: "twin"));

        (await app.SendAsync("simple/price?symbols=twin&vs_currencies=usd")).Text.ShouldBe("{\"twin\":{\"usd\":2}}");
        (await app.SendAsync("simple/price?symbols=twin&vs_currencies=usd&include_tokens=all")).Text.ShouldBe("{\"twin-b\":{\"usd\":2},\"twin-a\":{\"usd\":1}}");
    }

    [Fact]
    public async Task TokenPrice_StandsUnderTheAddressAsked()
    {
        const string Address = "0x1F9840a85d5aF5bf1D1762F925BDADdC4201F984";

        (await _app.GetAsync($"simple/token_price/Ethereum?contract_addresses={Address},0x00&vs_currencies=usd")).GetProperty(Address)
            .Decimal("usd").ShouldBe(_app.App.Upstream.GetPrice("uniswap"));
    }

    [Theory]
    [InlineData("simple/price?vs_currencies=usd", 422, "{\"error\":\"Missing parameter ids\"}")]
    [InlineData("simple/price?ids=bitcoin", 422, "{\"error\":\"Missing parameter vs_currencies\"}")]
    [InlineData("simple/price?ids=bitcoin&vs_currencies=", 422, "{\"error\":\"Missing parameter vs_currencies\"}")]
    [InlineData("coins/markets", 422, "{\"error\":\"Missing parameter vs_currency\"}")]
    [InlineData("coins/markets?vs_currency=zzz", 400, "{\"error\":\"invalid vs_currency\"}")]
    [InlineData("coins/markets?vs_currency=usd&category=zzz", 404, "{\"error\":\"category not found\"}")]
    [InlineData("coins/nowhere", 404, "{\"error\":\"coin not found\"}")]
    [InlineData("coins/bitcoin/history", 422, "{\"error\":\"Missing parameter date\"}")]
    [InlineData("coins/bitcoin/history?date=today", 400, "{\"error\":\"invalid date\"}")]
    [InlineData("coins/bitcoin/ohlc?vs_currency=usd&days=-1", 400, "{\"error\":\"invalid days\"}")]
    [InlineData("coins/ethereum/contract/0x00", 404, "{\"error\":\"coin not found\"}")]
    public async Task Error_IsInTheProvidersForm(string request, int status, string body) =>
        (await _app.GetErrorAsync(request)).ShouldBe((status, body));

    [Fact]
    public async Task Error_BeforeAnyData_IsAStatusObjectThatSaysWhenToAskAgain()
    {
        await using var app = CoinGeckoApp.Of(await MarketDataApp.StartAsync());

        var answer = await app.SendAsync("simple/price?ids=bitcoin&vs_currencies=usd");

        answer.Status.ShouldBe(503);
        answer.Json.GetProperty("status").GetProperty("error_code").GetInt32().ShouldBe(503);
        answer.Headers["Retry-After"].ShouldBe("5");
        (await app.SendAsync("ping")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Keys_WhereNoneIsNeeded_AreIgnored()
    {
        using var client = _app.App.CreateClient();

        foreach (var parameter in (string[])["x_cg_demo_api_key", "x_cg_pro_api_key"])
        {
            (await client.GetAsync($"/api/v3/ping?{parameter}=CG-none")).IsSuccessStatusCode.ShouldBeTrue();
        }

        client.DefaultRequestHeaders.Add("x-cg-demo-api-key", "CG-none");
        (await client.GetAsync("/api/v3/ping")).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Prefixes_OfTheSettings_AllAnswer_AndOursComeFirst()
    {
        await using var app = await MarketDataApp.StartPolledAsync(
            new Dictionary<string, string?> { ["CoinGecko:Prefixes:0"] = "/api/v3", ["CoinGecko:Prefixes:1"] = "/v1" });

        (await app.GetJsonAsync("/v1/simple/price?ids=bitcoin&vs_currencies=usd&whatever=1")).Names().ShouldBe(["bitcoin"]);
        (await app.GetJsonAsync("/api/v3/simple/price?ids=bitcoin&vs_currencies=usd")).Names().ShouldBe(["bitcoin"]);
        (await app.GetJsonAsync("/v1/global")).Names().ShouldContain("meta");
        (await app.GetProblemAsync("/v1/global?whatever=1")).Status.ShouldBe(400);
        (await app.GetJsonAsync("/openapi/coingecko.json")).GetProperty("paths").Names().ShouldAllBe(path => path.StartsWith("/api/v3"));
    }
}
