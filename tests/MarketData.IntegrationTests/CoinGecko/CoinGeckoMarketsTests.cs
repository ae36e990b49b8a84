using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

/// <summary>/coins/markets: what goes in as CoinGecko's rows comes out as such.</summary>
public sealed class CoinGeckoMarketsTests : IAsyncLifetime
{
    private static readonly string[] Fields =
    [
        "id", "symbol", "name", "image", "current_price", "market_cap", "market_cap_rank", "fully_diluted_valuation", "total_volume", "high_24h", "low_24h",
        "price_change_24h", "price_change_percentage_24h", "market_cap_change_24h", "market_cap_change_percentage_24h", "circulating_supply", "total_supply",
        "max_supply", "ath", "ath_change_percentage", "ath_date", "atl", "atl_change_percentage", "atl_date", "roi", "last_updated",
    ];

    private static readonly string[] Windows = ["1h", "24h", "7d", "14d", "30d", "200d", "1y"];

    private readonly VariedMarket _market = new();
    private CoinGeckoApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = CoinGeckoApp.Of(await MarketDataApp.StartAsync());
        _app.App.Upstream.SetAnswer(CoinGeckoRows.Path, _market.ToCoinGecko(DateTimeOffset.UtcNow));
        await _app.App.PollAsync("coingecko");
    }

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task Row_OfCoinGecko_ComesOutAsItWentIn()
    {
        await using var app = CoinGeckoApp.Of(await MarketDataApp.StartPolledAsync());
        using var upstream = new HttpClient();
        var given = JsonNode.Parse(await upstream.GetStringAsync(app.App.Upstream.CoinGeckoUrl + "coins/markets?per_page=250"))!.AsArray().Select(row => row!.AsObject()).ToList();

        var rows = (await app.GetAsync($"coins/markets?vs_currency=usd&per_page=250&price_change_percentage={string.Join(',', Windows)}")).EnumerateArray().ToList();

        rows.Count.ShouldBe(given.Count);
        foreach (var (row, expected) in rows.Zip(given))
        {
            row.Names().ShouldBe([.. Fields, .. Windows.Select(window => $"price_change_percentage_{window}_in_currency")]);
            foreach (var name in row.Names().Except(["last_updated", "price_change_percentage_24h"]))
            {
                SameValue(row.GetProperty(name), expected[name]).ShouldBeTrue($"{expected["id"]} {name}: {row.GetProperty(name).GetRawText()}, and not {expected[name]}");
            }

            row.Text("last_updated").ShouldBe(expected["last_updated"]!.GetValue<string>());
            row.GetProperty("price_change_percentage_24h").GetDouble().ShouldBe(0.4012);
        }
    }

    [Theory]
    [InlineData("market_cap_desc", "market_cap", true)]
    [InlineData("market_cap_asc", "market_cap", false)]
    [InlineData("volume_desc", "volume_24h", true)]
    [InlineData("volume_asc", "volume_24h", false)]
    public async Task Order_ByAFigure_OverAllPages_IsThatOfTheMarket(string order, string sort, bool descending) =>
        (await AllIdsAsync($"order={order}")).ShouldBe(_market.Order(sort, descending));

    [Theory]
    [InlineData("id_asc", false)]
    [InlineData("id_desc", true)]
    public async Task Order_ById_OverAllPages_IsThatOfTheIds(string order, bool descending)
    {
        var ids = _market.Assets.Select(asset => asset.Id).Order(StringComparer.Ordinal).ToList();
        if (descending)
        {
            ids.Reverse();
        }

        (await AllIdsAsync($"order={order}")).ShouldBe(ids);
    }

    [Theory]
    [InlineData("order=gecko_desc", 100)]
    [InlineData("per_page=abc", 100)]
    [InlineData("per_page=0", 1)]
    [InlineData("per_page=251", 250)]
    [InlineData("page=0", 100)]
    [InlineData("page=99999999999", 0)]
    [InlineData("unheard_of=1&locale=xx", 100)]
    [InlineData("precision=99", 100)]
    public async Task Parameter_ThatDoesNotFit_IsBroughtInOrIgnored(string parameter, int count) =>
        (await _app.GetAsync("coins/markets?vs_currency=usd&" + parameter)).GetArrayLength().ShouldBe(count);

    [Fact]
    public async Task Ids_MoreThanAPage_AreNotCutUnlessPerPageSaysSo()
    {
        var ids = string.Join(',', _market.Assets.Take(300).Select(asset => asset.Id));

        var answer = await _app.SendAsync($"coins/markets?vs_currency=usd&ids={ids},nowhere");

        answer.Json.GetArrayLength().ShouldBe(300);
        answer.Headers["total"].ShouldBe("300");
        answer.Headers["per-page"].ShouldBe("300");
        answer.Headers.Keys.ShouldNotContain("Link");
        (await _app.GetAsync($"coins/markets?vs_currency=usd&ids={ids}&per_page=50")).GetArrayLength().ShouldBe(50);
        (await _app.GetAsync("coins/markets?vs_currency=usd&ids=nowhere")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Names_AndSymbols_CountAfterIds()
    {
        (await _app.GetAsync("coins/markets?vs_currency=usd&names=VARIED 3,nobody&symbols=v1")).Ids().ShouldBe([_market.Assets[3].Id]);
        (await _app.GetAsync($"coins/markets?vs_currency=usd&ids={_market.Assets[5].Id}&names=Varied 3")).Ids().ShouldBe([_market.Assets[5].Id]);
        var sharing = _market.Assets.Where(asset => asset.Symbol == "v1").Select(asset => asset.Id).ToHashSet();
        var order = _market.Order("market_cap", true).Where(sharing.Contains).ToList();
        (await _app.GetAsync("coins/markets?vs_currency=usd&symbols=V1")).Ids().ShouldBe(order.Take(1));
        (await _app.GetAsync("coins/markets?vs_currency=usd&symbols=v1&include_tokens=all")).Ids().ShouldBe(order);
    }

    [Fact]
    public async Task Head_OfAPageInTheMiddle_TellsAllPages()
    {
        var answer = await _app.SendAsync("coins/markets?vs_currency=usd&per_page=100&page=3");

        answer.Headers["total"].ShouldBe("520");
        answer.Headers["per-page"].ShouldBe("100");
        foreach (var (relation, page) in (ValueTuple<string, int>[])[("first", 1), ("prev", 2), ("next", 4), ("last", 6)])
        {
            answer.Headers["Link"].ShouldContain($"</api/v3/coins/markets?vs_currency=usd&per_page=100&page={page}>; rel=\"{relation}\"");
        }
    }

    [Fact]
    public async Task Precision_Given_RoundsAmountsAndNothingElse()
    {
        await using var app = await CoinGeckoApp.StartAsync(
            CoinGeckoRows.Row("a", "\"current_price\": 1.23456789, \"circulating_supply\": 3.14159, \"price_change_percentage_24h\": 1.23456789"));

        var row = (await app.GetAsync("coins/markets?vs_currency=USD&precision=3"))[0];
        row.Raw("current_price").ShouldBe("1.235");
        row.Raw("circulating_supply").ShouldBe("3.14159");
        row.Raw("price_change_percentage_24h").ShouldBe("1.23457");
        (await app.GetAsync("coins/markets?vs_currency=usd&precision=full"))[0].Raw("current_price").ShouldBe("1.23456789");
    }

    [Fact]
    public async Task Row_WithoutAPrice_IsAllNull()
    {
        await using var app = await CoinGeckoApp.StartAsync(CoinGeckoRows.Row("none", "\"current_price\": null"), CoinGeckoRows.Row("some", "\"current_price\": 2"));

        var row = (await app.GetAsync("coins/markets?vs_currency=usd&ids=none&price_change_percentage=1h"))[0];

        row.Names().ShouldBe([.. Fields, "price_change_percentage_1h_in_currency"]);
        row.Names().Except(["id", "symbol", "name"]).ShouldAllBe(name => row.IsNull(name));
    }

    [Fact]
    public async Task Rows_AfterANewPoll_AreTheNewOnes()
    {
        await using var app = CoinGeckoApp.Of(await MarketDataApp.StartPolledAsync());
        (await app.GetAsync("coins/markets?vs_currency=usd&ids=bitcoin"))[0].Decimal("current_price").ShouldBe(app.App.Upstream.GetPrice("bitcoin"));

        app.App.Upstream.Advance();
        await app.App.PollAsync("coingecko");

        (await app.GetAsync("coins/markets?vs_currency=usd&ids=bitcoin"))[0].Decimal("current_price").ShouldBe(app.App.Upstream.GetPrice("bitcoin"));
    }

    private static bool SameValue(JsonElement given, JsonNode? expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(given.GetRawText()), expected is null ? null : JsonNode.Parse(expected.ToJsonString()))
        || (given.ValueKind == JsonValueKind.Number && expected is not null
            && decimal.Parse(given.GetRawText(), CultureInfo.InvariantCulture) == decimal.Parse(expected.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture));

    private async Task<List<string>> AllIdsAsync(string order)
    {
        var ids = new List<string>();
        for (var page = 1; page <= 6; page++)
        {
            ids.AddRange((await _app.GetAsync($"coins/markets?vs_currency=usd&{order}&page={page}")).Ids());
        }

        return ids;
    }
}
