using System.Globalization;
using System.Net.Http.Headers;

namespace MarketData.IntegrationTests.Api;

public sealed class PricesEndpointsTests(PolledApp polled) : IClassFixture<PolledApp>
{
    [Fact]
    public async Task GetPrices_IdsAndSymbols_GivesThemInTheOrderAskedIdsFirst()
    {
        var answer = await polled.App.GetJsonAsync("/v1/prices?symbols=DOGE,sol&ids=ethereum,BITCOIN");

        var data = answer.GetProperty("data");
        data.Ids().ShouldBe(["ethereum", "bitcoin", "dogecoin", "solana"]);
        data.EnumerateArray().Select(price => price.Text("query")).ShouldBe(["ethereum", "BITCOIN", "DOGE", "sol"]);
        data[1].GetProperty("prices").Decimal("usd").ShouldBe(60_000m);
        data.EnumerateArray().ShouldAllBe(price => !price.GetProperty("ambiguous").GetBoolean() && price.Texts("candidates").Length == 0);
        answer.GetProperty("missing").GetArrayLength().ShouldBe(0);
        answer.GetProperty("meta").IsNull("currency").ShouldBeTrue();
    }

    [Fact]
    public async Task GetPrices_SymbolThatSeveralShare_MeansTheGreatestAndNamesAll()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(
            CoinGeckoRows.Row("small-one", "\"current_price\": 3, \"market_cap\": 300", symbol: "dup"),
            CoinGeckoRows.Row("unranked", "\"current_price\": 9", symbol: "dup"),
            CoinGeckoRows.Row("great-one", "\"current_price\": 1, \"market_cap\": 4000", symbol: "DUP")));

        var price = (await app.GetJsonAsync("/v1/prices?symbols=Dup")).GetProperty("data").EnumerateArray().Single();

        price.Text("id").ShouldBe("great-one");
        price.GetProperty("ambiguous").GetBoolean().ShouldBeTrue();
        price.Texts("candidates").ShouldBe(["great-one", "small-one", "unranked"]);
    }

    [Fact]
    public async Task GetPrices_UnknownAndUnpriced_AreMissingWithTheReason()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(
            CoinGeckoRows.Row("priced", "\"current_price\": 3"), CoinGeckoRows.Row("refused", "\"current_price\": -1")));

        var answer = await app.GetJsonAsync("/v1/prices?ids=refused,priced,nowhere");

        answer.GetProperty("data").Ids().ShouldBe(["priced"]);
        answer.GetProperty("missing").EnumerateArray().Select(missing => (missing.Text("query"), missing.Text("reason")))
            .ShouldBe([("nowhere", "unknown_asset"), ("refused", "quarantined")]);
    }

    [Fact]
    public async Task GetPrices_SeveralCurrencies_GivesEachOnceInLowerCase()
    {
        var prices = (await polled.App.GetJsonAsync("/v1/prices?ids=bitcoin&vs=EUR,usd,eur,btc,SATS")).GetProperty("data")[0].GetProperty("prices");

        prices.EnumerateObject().Select(price => (price.Name, decimal.Parse(price.Value.GetRawText(), CultureInfo.InvariantCulture)))
            .ShouldBe([("eur", 54_000m), ("usd", 60_000m), ("btc", 1m), ("sats", 100_000_000m)]);
    }

    [Theory]
    [InlineData(500, 200)]
    [InlineData(501, 400)]
    public async Task GetPrices_ManyIds_AreTakenUpToFiveHundred(int count, int status)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, $"/v1/prices?ids={Ids(count)}");

        answer.Status.ShouldBe(status, answer.Text);
        if (status == 200)
        {
            answer.Json.GetProperty("missing").GetArrayLength().ShouldBe(count);
        }
        else
        {
            answer.ShouldBeProblem(400, "invalid_parameter").GetProperty("errors")[0].Text("parameter").ShouldBe("ids");
        }
    }

    [Fact]
    public async Task GetPrices_IdsAndSymbolsTogetherAboveFiveHundred_AreRefused()
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, $"/v1/prices?ids={Ids(300)}&symbols={Ids(201)}");

        answer.ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task GetPrices_FiveHundredLongIdsOverARealServer_AreTaken()
    {
        await using var app = await MarketDataApp.StartPolledAsync(usesKestrel: true);
        var ids = string.Join(',', Enumerable.Range(0, 500).Select(i => $"{new string('a', 196)}-{i:d3}"));

        var answer = await app.SendAsync(HttpMethod.Get, $"/v1/prices?ids={ids}");

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("missing").GetArrayLength().ShouldBe(500);
    }

    [Theory]
    [InlineData("/v1/prices")]
    [InlineData("/v1/prices?vs=eur")]
    public async Task GetPrices_NeitherIdsNorSymbols_IsRefused(string path)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, path);

        answer.ShouldBeProblem(400, "missing_parameter");
    }

    [Theory]
    [InlineData("/v1/prices?ids=")]
    [InlineData("/v1/prices?ids=,,,")]
    [InlineData("/v1/prices?ids=%00")]
    [InlineData("/v1/prices?ids=bitcoin&vs=,")]
    public async Task GetPrices_EmptyList_IsRefused(string path)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, path);

        answer.ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task GetPrice_Json_SaysWhereThePriceStands()
    {
        var price = await polled.App.GetJsonAsync("/v1/price/bitcoin?vs=EUR&precision=1");

        price.Text("id").ShouldBe("bitcoin");
        price.Raw("price").ShouldBe("54000.0");
        price.Text("currency").ShouldBe("eur");
        price.GetProperty("stale").GetBoolean().ShouldBeFalse();
        price.Texts("sources").ShouldBe(["coingecko"]);
        price.IsNull("missing_reason").ShouldBeTrue();
    }

    [Theory]
    [InlineData("bitcoin", "btc", "1")]
    [InlineData("bitcoin", "sats", "100000000")]
    [InlineData("bitcoin", "bits", "1000000")]
    [InlineData("ethereum", "eth", "1")]
    [InlineData("solana", "sol", "1")]
    public async Task GetPrice_InItself_IsExactlyOne(string id, string currency, string price)
    {
        (await polled.App.GetJsonAsync($"/v1/price/{id}?vs={currency}")).Raw("price").ShouldBe(price);
    }

    [Theory]
    [InlineData("text/plain", "text/plain", "60000")]
    [InlineData("text/plain; charset=utf-8", "text/plain", "60000")]
    [InlineData("application/json, text/plain", "application/json", null)]
    [InlineData("*/*", "application/json", null)]
    [InlineData("this is / no media type", "application/json", null)]
    public async Task GetPrice_Accept_ChoosesTheForm(string accept, string mediaType, string? body)
    {
        using var client = polled.App.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/price/bitcoin");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await client.SendAsync(request);

        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        if (body is not null)
        {
            (await response.Content.ReadAsStringAsync()).ShouldBe(body);
        }
    }

    [Fact]
    public async Task GetPrice_PlainTextWithoutPrice_IsAProblem()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(CoinGeckoRows.Row("refused", "\"current_price\": null")));
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));

        using var response = await client.GetAsync("/v1/price/refused");

        ((int)response.StatusCode).ShouldBe(404);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await app.GetJsonAsync("/v1/price/refused")).Text("missing_reason").ShouldBe("quarantined");
    }

    private static string Ids(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"no-such-{i}"));
}
