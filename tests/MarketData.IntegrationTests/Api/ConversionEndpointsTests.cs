using System.Globalization;

namespace MarketData.IntegrationTests.Api;

public sealed class ConversionEndpointsTests(PolledApp polled) : IClassFixture<PolledApp>
{
    [Theory]
    [InlineData("bitcoin", "ethereum", "2", "40", "20")]
    [InlineData("bitcoin", "eur", "1", "54000", "54000")]
    [InlineData("eur", "bitcoin", "54000", "1", null)]
    [InlineData("USD", "jpy", "2", "300", "150")]
    [InlineData("jpy", "EUR", "150", "0.9", "0.006")]
    [InlineData("usd", "eur", "100", "90", "0.9")]
    [InlineData("usd", "usd", "7.5", "7.5", "1")]
    [InlineData("bitcoin", "bitcoin", "1.23", "1.23", "1")]
    [InlineData("bitcoin", "btc", "3", "3", "1")]
    [InlineData("BTC", "sats", "0.5", "50000000", "100000000")]
    [InlineData("sats", "btc", "100000000", "1", "0.00000001")]
    [InlineData("DOGE", "usd", "100", "12", "0.12")]
    [InlineData("usd", "xau", "2500", "1", "0.0004")]
    [InlineData("bitcoin", "ethereum", "0", "0", "20")]
    [InlineData("solana", "usd", "1e2", "14000", "140")]
    [InlineData("usd", "eur", "0.0000000000000000000000000001", "0.0000000000000000000000000001", "0.9")]
    public async Task GetConversion_Units_GivesTheExactAmount(string from, string to, string amount, string result, string? rate)
    {
        var conversion = (await polled.App.GetJsonAsync($"/v1/convert?from={from}&to={to}&amount={amount}")).GetProperty("data");

        conversion.Decimal("amount").ShouldBe(decimal.Parse(amount, NumberStyles.Float, CultureInfo.InvariantCulture));
        conversion.Decimal("result").ShouldBe(decimal.Parse(result, CultureInfo.InvariantCulture));
        if (rate is not null)
        {
            conversion.Decimal("rate").ShouldBe(decimal.Parse(rate, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task GetConversion_NoAmount_IsOfOne()
    {
        var answer = await polled.App.GetJsonAsync("/v1/convert?from=bitcoin&to=eur");

        var conversion = answer.GetProperty("data");
        conversion.Text("from").ShouldBe("bitcoin");
        conversion.Text("to").ShouldBe("eur");
        conversion.Decimal("amount").ShouldBe(1);
        conversion.GetProperty("ambiguous").GetBoolean().ShouldBeFalse();
        conversion.IsNull("as_of").ShouldBeFalse();
        answer.GetProperty("meta").IsNull("currency").ShouldBeTrue();
    }

    [Fact]
    public async Task GetConversion_SharedSymbol_SaysAmbiguous()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(
            CoinGeckoRows.Row("small-one", "\"current_price\": 3, \"market_cap\": 300", symbol: "dup"),
            CoinGeckoRows.Row("great-one", "\"current_price\": 8, \"market_cap\": 4000", symbol: "dup")));

        var conversion = (await app.GetJsonAsync("/v1/convert?from=dup&to=usd")).GetProperty("data");

        conversion.Text("from").ShouldBe("great-one");
        conversion.Decimal("result").ShouldBe(8);
        conversion.GetProperty("ambiguous").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("2", "1.01")]
    [InlineData("0", "1")]
    [InlineData("full", "1.005")]
    public async Task GetConversion_Precision_RoundsTheResultHalvesAwayFromZero(string precision, string result)
    {
        var conversion = (await polled.App.GetJsonAsync($"/v1/convert?from=usd&to=usd&amount=1.005&precision={precision}")).GetProperty("data");

        conversion.Raw("result").ShouldBe(result);
    }

    [Theory]
    [InlineData("from=bitcoin&to=usd&amount=70000000000000000000000000000")]
    [InlineData("from=bitcoin&to=sats&amount=10000000000000000000000000000")]
    public async Task GetConversion_BeyondADecimal_IsOutOfRange(string query)
    {
        (await polled.App.SendAsync(HttpMethod.Get, $"/v1/convert?{query}")).ShouldBeProblem(400, "out_of_range");
    }

    [Theory]
    [InlineData("from=nowhere&to=usd", "nowhere")]
    [InlineData("from=usd&to=nowhere", "nowhere")]
    public async Task GetConversion_UnknownUnit_Is404(string query, string named)
    {
        (await polled.App.SendAsync(HttpMethod.Get, $"/v1/convert?{query}")).ShouldBeProblem(404, "unknown_unit").Text("detail")!.ShouldContain(named);
    }

    [Theory]
    [InlineData("to=usd", "from", "missing_parameter")]
    [InlineData("from=usd", "to", "missing_parameter")]
    [InlineData("from=usd&to=eur&amount=-1", "amount", "invalid_parameter")]
    [InlineData("from=usd&to=eur&amount=1e40", "amount", "invalid_parameter")]
    [InlineData("from=usd&to=eur&amount=NaN", "amount", "invalid_parameter")]
    [InlineData("from=usd&to=eur&amount=1,5", "amount", "invalid_parameter")]
    [InlineData("from=usd&to=eur&amount=0x10", "amount", "invalid_parameter")]
    [InlineData("from=usd&to=eur&amount=", "amount", "invalid_parameter")]
    public async Task GetConversion_BadParameter_IsNamed(string query, string parameter, string code)
    {
        var problem = (await polled.App.SendAsync(HttpMethod.Get, $"/v1/convert?{query}")).ShouldBeProblem(400, code);

        problem.GetProperty("errors").EnumerateArray().Single().Text("parameter").ShouldBe(parameter);
    }

    [Fact]
    public async Task GetCurrencies_All_GivesRatesOfBothKinds()
    {
        var currencies = (await polled.App.GetJsonAsync("/v1/currencies")).GetProperty("data").EnumerateArray().ToDictionary(currency => currency.Text("code")!);

        currencies.Keys.ShouldBe(currencies.Keys.Order(StringComparer.Ordinal));
        currencies["usd"].Decimal("units_per_usd").ShouldBe(1);
        currencies["usd"].Text("source").ShouldBe("definition");
        currencies["eur"].Decimal("units_per_usd").ShouldBe(0.9m);
        currencies["eur"].Text("kind").ShouldBe("fiat");
        currencies["eur"].Text("source").ShouldBe("coingecko");
        currencies["xau"].Text("kind").ShouldBe("commodity");
        currencies["btc"].Text("source").ShouldBe("market");
        currencies["eth"].Decimal("units_per_usd").ShouldBe(1m / 3_000m);
    }
}
