using System.Text.Json;
using System.Text.RegularExpressions;

namespace MarketData.IntegrationTests.Api;

/// <summary>The forms of the list and of single assets, over the usual market.</summary>
public sealed partial class AssetsEndpointsTests(PolledApp polled) : IClassFixture<PolledApp>
{
    private static readonly string[] Decimals =
        ["price", "market_cap", "fully_diluted_valuation", "volume_24h", "circulating_supply", "total_supply", "max_supply", "high_24h", "low_24h", "ath", "atl"];

    private static readonly string[] Doubles =
        ["mcap_fdv_ratio", "price_change_percentage_1h", "price_change_percentage_24h", "price_change_percentage_7d", "price_change_percentage_1y"];

    [Fact]
    public async Task GetAssets_Category_GivesItsMembers()
    {
        var page = await polled.App.GetJsonAsync("/v1/assets?category=decentralized-finance-defi");

        page.GetProperty("data").Ids().ShouldBe(["uniswap", "lido-dao", "aave"]);
    }

    [Fact]
    public async Task GetAssets_UnknownCategory_IsRefused()
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, "/v1/assets?category=no-such");

        answer.ShouldBeProblem(400, "unknown_category").GetProperty("errors")[0].Text("parameter").ShouldBe("category");
    }

    [Theory]
    [InlineData("eur")]
    [InlineData("EUR")]
    [InlineData("eUr")]
    public async Task GetAssets_Currency_ConvertsEveryAmountAndNothingElse(string code)
    {
        var dollars = (await polled.App.GetJsonAsync("/v1/assets?ids=bitcoin")).GetProperty("data")[0];
        var page = await polled.App.GetJsonAsync($"/v1/assets?ids=bitcoin&vs={code}");
        var euros = page.GetProperty("data")[0];

        page.GetProperty("meta").Text("currency").ShouldBe("eur");
        foreach (var amount in Decimals.Where(name => !name.EndsWith("supply", StringComparison.Ordinal)))
        {
            euros.Decimal(amount).ShouldBe(dollars.Decimal(amount) * 0.9m, amount);
        }

        foreach (var same in (string[])["id", "rank", "tier", "circulating_supply", "total_supply", "max_supply", .. Doubles, "as_of", "sources"])
        {
            euros.Raw(same).ShouldBe(dollars.Raw(same), same);
        }
    }

    [Theory]
    [InlineData("/v1/assets?vs=zzz")]
    [InlineData("/v1/assets/bitcoin?vs=zzz")]
    [InlineData("/v1/prices?ids=bitcoin&vs=usd,zzz")]
    [InlineData("/v1/price/bitcoin?vs=zzz")]
    [InlineData("/v1/valuations?ids=bitcoin&vs=zzz")]
    [InlineData("/v1/assets/bitcoin/valuation?vs=zzz")]
    [InlineData("/v1/tiers?vs=zzz")]
    [InlineData("/v1/categories?vs=zzz")]
    [InlineData("/v1/categories/layer-1?vs=zzz")]
    [InlineData("/v1/global?vs=zzz")]
    public async Task Get_UnknownCurrency_NamesTheParameterAndWhatItTakes(string path)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, path);

        var error = answer.ShouldBeProblem(400, "unsupported_currency").GetProperty("errors").EnumerateArray().Single();
        error.Text("parameter").ShouldBe("vs");
        error.Text("detail")!.ShouldContain("zzz");
        error.Text("accepts")!.ShouldContain("eur");
    }

    [Fact]
    public async Task GetAssets_Fields_GivesTheseInTheUsualOrder()
    {
        var page = await polled.App.GetJsonAsync("/v1/assets?fields=price,id,missing,price_change_percentage_24h&limit=3");

        page.GetProperty("data").EnumerateArray().ShouldAllBe(asset =>
            asset.Names().SequenceEqual(new[] { "id", "price", "price_change_percentage_24h", "missing" }));
    }

    [Theory]
    [InlineData("/v1/assets?fields=id,nope")]
    [InlineData("/v1/assets?fields=,")]
    [InlineData("/v1/assets?fields=contracts")]
    [InlineData("/v1/assets?fields=ID")]
    [InlineData("/v1/assets/bitcoin?fields=nope")]
    public async Task Get_UnknownField_IsRefused(string path)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, path);

        answer.ShouldBeProblem(400, "invalid_parameter").GetProperty("errors")[0].Text("accepts")!.ShouldContain("market_cap");
    }

    [Theory]
    [InlineData("0", "55000")]
    [InlineData("2", "54999.57")]
    [InlineData("18", "54999.565")]
    [InlineData("full", "54999.565")]
    public async Task GetAssets_Precision_RoundsAmountsOnly(string precision, string price)
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(CoinGeckoRows.Row(
            "bitcoin", "\"current_price\": 54999.565, \"circulating_supply\": 19800000.123456, \"price_change_percentage_24h\": 1.23456")));

        var asset = (await app.GetJsonAsync($"/v1/assets?precision={precision}")).GetProperty("data")[0];

        asset.Raw("price").ShouldBe(price);
        asset.Raw("circulating_supply").ShouldBe("19800000.123456");
        asset.Raw("price_change_percentage_24h").ShouldBe("1.23456");
    }

    [Theory]
    [InlineData("19")]
    [InlineData("-1")]
    [InlineData("2.5")]
    [InlineData("lots")]
    public async Task GetAssets_PrecisionThatIsNone_IsRefused(string precision)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, $"/v1/assets?precision={precision}");

        answer.ShouldBeProblem(400, "invalid_parameter");
    }

    [Theory]
    [InlineData("/v1/assets?ids=bitcoin&numbers=string")]
    [InlineData("/v1/assets?ids=bitcoin&numbers=string&vs=eur&precision=2")]
    public async Task GetAssets_NumbersAsStrings_WritesDecimalsAsStringsAndDoublesAsNumbers(string path)
    {
        var asset = (await polled.App.GetJsonAsync(path)).GetProperty("data")[0];

        foreach (var name in Decimals)
        {
            asset.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.String, name);
            asset.Text(name)!.ShouldMatch(@"^\d+(\.\d+)?$");
        }

        foreach (var name in (string[])[.. Doubles, "rank"])
        {
            asset.GetProperty(name).ValueKind.ShouldBe(JsonValueKind.Number, name);
        }
    }

    [Theory]
    [InlineData("/v1/assets/bitcoin?numbers=string")]
    [InlineData("/v1/prices?ids=bitcoin&vs=usd,eur,btc&numbers=string")]
    [InlineData("/v1/price/bitcoin?numbers=string")]
    [InlineData("/v1/valuations?ids=bitcoin&numbers=string")]
    [InlineData("/v1/tiers?numbers=string")]
    [InlineData("/v1/categories?numbers=string")]
    [InlineData("/v1/categories/layer-1?numbers=string")]
    [InlineData("/v1/global?numbers=string")]
    [InlineData("/v1/convert?from=bitcoin&to=eur&numbers=string")]
    [InlineData("/v1/currencies?numbers=string")]
    public async Task Get_NumbersAsStrings_DiffersFromNumbersInQuotesOnly(string path)
    {
        var numbers = await polled.App.SendAsync(HttpMethod.Get, path.Replace("numbers=string", "numbers=number", StringComparison.Ordinal));
        var strings = await polled.App.SendAsync(HttpMethod.Get, path);

        strings.Text.ShouldNotBe(numbers.Text);
        QuotedNumber().Replace(strings.Text, "$1").ShouldBe(QuotedNumber().Replace(numbers.Text, "$1"));
    }

    [Theory]
    [InlineData("bitcoin")]
    [InlineData("BITCOIN")]
    [InlineData("btc-bitcoin")]
    public async Task GetAsset_ById_GivesEverythingKnownOfIt(string id)
    {
        await using var app = await MarketDataApp.StartPolledAsync(BothSources());

        var answer = await app.GetJsonAsync($"/v1/assets/{id}");

        var asset = answer.GetProperty("data");
        asset.Text("id").ShouldBe("bitcoin");
        asset.GetProperty("provider_ids").EnumerateArray().Select(known => (known.Text("source"), known.Text("id"), known.Text("matched_by")))
            .ShouldBe([("coingecko", "bitcoin", "own"), ("coinpaprika", "btc-bitcoin", "table")]);
        asset.GetProperty("quotes").EnumerateArray().Select(quote => (quote.Text("source"), quote.Decimal("price")))
            .ShouldBe([("coingecko", 60_000m), ("coinpaprika", 60_000m)]);
        asset.GetProperty("refused").GetArrayLength().ShouldBe(0);
        asset.Texts("categories").ShouldBe(["layer-1", "payments", "proof-of-work"]);
        answer.GetProperty("meta").Texts("sources").ShouldBe(["coingecko", "coinpaprika"]);
    }

    [Theory]
    [InlineData("bitcoin?source=coingecko", "bitcoin")]
    [InlineData("btc-bitcoin?source=coinpaprika", "bitcoin")]
    [InlineData("uni-uniswap?source=CoinPaprika", "uniswap")]
    public async Task GetAsset_ByTheIdOfASource_FindsIt(string path, string id)
    {
        await using var app = await MarketDataApp.StartPolledAsync(BothSources());

        (await app.GetJsonAsync($"/v1/assets/{path}")).GetProperty("data").Text("id").ShouldBe(id);
    }

    [Theory]
    [InlineData("/v1/assets/no-such")]
    [InlineData("/v1/assets/bitcoin?source=coinpaprika")]
    [InlineData("/v1/assets/bitcoin?source=nobody")]
    [InlineData("/v1/assets/btc")]
    [InlineData("/v1/assets/by-contract/ethereum/0x00")]
    [InlineData("/v1/assets/by-contract/nowhere/0x0000000000000000000000000000000000000007")]
    [InlineData("/v1/assets/no-such/valuation")]
    [InlineData("/v1/price/no-such")]
    public async Task GetAsset_Unknown_Is404(string path)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Get, path);

        answer.ShouldBeProblem(404, "unknown_asset").Text("detail")!.ShouldContain("/v1/search");
    }

    [Theory]
    [InlineData("ethereum/0x0000000000000000000000000000000000000007")]
    [InlineData("ethereum/0x1f9840a85d5af5bf1d1762f925bdaddc4201f984")]
    [InlineData("ethereum/0x1F9840A85D5AF5BF1D1762F925BDADDC4201F984")]
    [InlineData("Ethereum/0X1f9840A85d5aF5bF1D1762F925BDADDC4201F984")]
    public async Task GetAssetByContract_EitherLetterCase_FindsIt(string path)
    {
        var asset = (await polled.App.GetJsonAsync($"/v1/assets/by-contract/{path}")).GetProperty("data");

        asset.Text("id").ShouldBe("uniswap");
        asset.GetProperty("contracts").GetProperty("ethereum").EnumerateArray().Select(address => address.GetString())
            .ShouldBe(["0x1f9840a85d5af5bf1d1762f925bdaddc4201f984", "0x0000000000000000000000000000000000000007"], ignoreOrder: true);
        asset.GetProperty("contracts").GetProperty("ethereum")[0].GetString().ShouldStartWith("0x00");
    }

    [Fact]
    public async Task GetAssetByContract_Base58_CountsLetterCase()
    {
        const string Address = "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB";

        (await polled.App.GetJsonAsync($"/v1/assets/by-contract/solana/{Address}")).GetProperty("data").Text("id").ShouldBe("tether");
        (await polled.App.SendAsync(HttpMethod.Get, $"/v1/assets/by-contract/solana/{Address.ToLowerInvariant()}")).ShouldBeProblem(404, "unknown_asset");
    }

    [Fact]
    public async Task GetAsset_FieldsAndCurrency_ShapeTheAnswer()
    {
        var asset = (await polled.App.GetJsonAsync("/v1/assets/bitcoin?fields=id,price,quotes&vs=eur&precision=0")).GetProperty("data");

        asset.Names().ShouldBe(["id", "price", "quotes"]);
        asset.Decimal("price").ShouldBe(54_000m);
        asset.GetProperty("quotes")[0].Decimal("price").ShouldBe(54_000m);
    }

    [Fact]
    public async Task GetAsset_FiguresRefused_ListsThemAndSaysSoOfWhatIsMissing()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(CoinGeckoRows.Row(
            "odd", "\"current_price\": 2, \"market_cap\": \"lots\", \"total_volume\": -5, \"max_supply\": 10, \"total_supply\": 100")));

        var asset = (await app.GetJsonAsync("/v1/assets/odd")).GetProperty("data");

        asset.GetProperty("refused").EnumerateArray().Select(refused => (refused.Text("field"), refused.Text("rule"), refused.Text("value")))
            .ShouldBe([("market_cap", "field_type", "lots"), ("max_supply", "supply_order", "10"), ("volume_24h", "negative", "-5")]);
        asset.GetProperty("refused").EnumerateArray().ShouldAllBe(refused => refused.Text("reason")!.Length > 10);
        var missing = asset.GetProperty("missing");
        missing.Text("market_cap").ShouldBe("quarantined");
        missing.Text("volume_24h").ShouldBe("quarantined");
        missing.Text("max_supply").ShouldBe("quarantined");
        missing.Text("circulating_supply").ShouldBe("not_provided");
    }

    [Fact]
    public async Task GetAsset_PriceRefused_SaysOfEveryFigureWhyItIsMissing()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(CoinGeckoRows.Row("odd", "\"current_price\": 0, \"circulating_supply\": 5")));

        var asset = (await app.GetJsonAsync("/v1/assets/odd")).GetProperty("data");

        asset.IsNull("price").ShouldBeTrue();
        asset.IsNull("as_of").ShouldBeTrue();
        asset.IsNull("stale").ShouldBeTrue();
        asset.Texts("sources").ShouldBeEmpty();
        asset.GetProperty("missing").EnumerateObject().Select(reason => (reason.Name, reason.Value.GetString())).ShouldBe(
        [
            ("price", "quarantined"),
            ("market_cap", "quarantined"),
            ("fully_diluted_valuation", "quarantined"),
            ("volume_24h", "quarantined"),
            ("circulating_supply", "quarantined"),
            ("total_supply", "quarantined"),
            ("max_supply", "quarantined"),
        ]);
    }

    internal static Dictionary<string, string?> BothSources() => new() { ["Ingestion:Sources:CoinPaprika:Enabled"] = "true" };

    [GeneratedRegex("\"(-?[0-9]+(?:\\.[0-9]+)?)\"")]
    private static partial Regex QuotedNumber();
}
