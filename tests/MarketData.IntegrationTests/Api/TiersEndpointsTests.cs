using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MarketData.IntegrationTests.Api;

public sealed class TiersEndpointsTests(PolledApp polled) : IClassFixture<PolledApp>
{
    private const string Path = "/v1/tiers/classify";

    [Fact]
    public async Task GetTiers_BothEnds_BelongWhereTheyAreSaidTo()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(
            Row("above-large", "10000000000.01"),
            Row("at-large", "10000000000"),
            Row("at-mid", "1000000000"),
            Row("below-mid", "999999999.99"),
            CoinGeckoRows.Row("uncapped", "\"current_price\": 1")));

        var tiers = (await app.GetJsonAsync("/v1/tiers?vs=eur")).GetProperty("data").EnumerateArray().ToList();

        tiers.Select(tier => tier.Text("tier")).ShouldBe(["large", "mid", "small"]);
        tiers.Select(tier => string.Join(' ', tier.Texts("top_members"))).ShouldBe(["above-large", "at-large at-mid", "below-mid"]);
        tiers.Select(tier => tier.GetProperty("count").GetInt32()).ShouldBe([1, 2, 1]);
        tiers.Select(tier => tier.Decimal("lower_bound_usd")).ShouldBe([10_000_000_000m, 1_000_000_000m, null]);
        tiers.Select(tier => tier.Decimal("upper_bound_usd")).ShouldBe([null, 10_000_000_000m, 1_000_000_000m]);
        tiers[1].Decimal("market_cap").ShouldBe(11_000_000_000m * 0.9m);
        tiers.Sum(tier => tier.GetProperty("dominance_percentage").GetDouble()).ShouldBe(100, 1e-9);
    }

    [Fact]
    public async Task GetTiers_TierWithoutMembers_HasNoMarketCapAndNoShare()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(Row("small-one", "5")));

        var large = (await app.GetJsonAsync("/v1/tiers")).GetProperty("data")[0];

        large.GetProperty("count").GetInt32().ShouldBe(0);
        large.IsNull("market_cap").ShouldBeTrue();
        large.Raw("dominance_percentage").ShouldBe("0");
    }

    [Fact]
    public async Task GetTiers_SumsOfMembers_AreThoseOfTheList()
    {
        var tiers = (await polled.App.GetJsonAsync("/v1/tiers")).GetProperty("data").EnumerateArray();
        foreach (var tier in tiers)
        {
            var members = await polled.App.GetAllAsync($"/v1/assets?tier={tier.Text("tier")}&limit=3");

            members.Count.ShouldBe(tier.GetProperty("count").GetInt32());
            members.Sum(member => member.Decimal("market_cap") ?? 0).ShouldBe(tier.Decimal("market_cap") ?? 0);
            members.Sum(member => member.Decimal("volume_24h") ?? 0).ShouldBe(tier.Decimal("volume_24h") ?? 0);
            members.Take(10).Ids().ShouldBe(tier.Texts("top_members")!);
        }
    }

    [Theory]
    [InlineData("10000000000.0000000000000001", "large")]
    [InlineData("10000000000", "mid")]
    [InlineData("1e10", "mid")]
    [InlineData("1000000000", "mid")]
    [InlineData("999999999.9999999999999999", "small")]
    [InlineData("0", "small")]
    public async Task Classify_BothEnds_BelongWhereTheyAreSaidTo(string marketCap, string tier)
    {
        var answer = await PostAsync($$$"""{"items": [{"id": "mine", "market_cap": {{{marketCap}}}}]}""");

        answer.Status.ShouldBe(200, answer.Text);
        var item = answer.Json.GetProperty("data")[0];
        item.Text("id").ShouldBe("mine");
        item.Text("tier").ShouldBe(tier);
        item.Decimal("market_cap").ShouldBe(decimal.Parse(marketCap, NumberStyles.Float, CultureInfo.InvariantCulture));
        item.IsNull("missing_reason").ShouldBeTrue();
        answer.Json.GetProperty("thresholds").Decimal("large_above").ShouldBe(10_000_000_000m);
    }

    [Theory]
    [InlineData("100.01", "large")]
    [InlineData("100", "mid")]
    [InlineData("50", "mid")]
    [InlineData("49", "small")]
    [InlineData("20", "small")]
    [InlineData("19", "micro")]
    [InlineData("10", "micro")]
    [InlineData("9.99", "nano")]
    public async Task Classify_ThresholdsOfOnesOwn_AreUsed(string marketCap, string tier)
    {
        var answer = await PostAsync($$$"""
            {"items": [{"market_cap": {{{marketCap}}}}], "thresholds": {"large_above": 100, "mid_from": 50, "small_from": 20, "micro_from": 10}}
            """);

        answer.Json.GetProperty("data")[0].Text("tier").ShouldBe(tier, answer.Text);
        answer.Json.GetProperty("thresholds").Decimal("micro_from").ShouldBe(10m);
    }

    [Theory]
    [InlineData("""{"price": 2, "circulating_supply": 3000000000}""", "mid", null)]
    [InlineData("""{"market_cap": 5, "price": 2, "circulating_supply": 3000000000}""", "small", null)]
    [InlineData("""{"circulating_supply": 3}""", null, "no_price")]
    [InlineData("""{"price": 3}""", null, "no_supply")]
    [InlineData("{}", null, "no_price")]
    [InlineData("""{"price": 1e20, "circulating_supply": 1e20}""", null, "out_of_range")]
    public async Task Classify_PriceAndSupply_StandInForTheMarketCap(string item, string? tier, string? reason)
    {
        var classified = (await PostAsync($$"""{"items": [{{item}}]}""")).Json.GetProperty("data")[0];

        classified.Text("tier").ShouldBe(tier);
        classified.Text("missing_reason").ShouldBe(reason);
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("null", "$")]
    [InlineData("[]", "$")]
    [InlineData("7", "$")]
    [InlineData("{}", "$")]
    [InlineData("{", "$")]
    [InlineData("""{"items": null}""", "$.items")]
    [InlineData("""{"items": []}""", "$.items")]
    [InlineData("""{"items": {}}""", "$.items")]
    [InlineData("""{"items": "bitcoin"}""", "$.items")]
    [InlineData("""{"items": [null]}""", "$.items[0]")]
    [InlineData("""{"items": [{"market_cap": 1}, null]}""", "$.items[1]")]
    [InlineData("""{"items": [{"market_cap": "1"}]}""", "$.items[0].market_cap")]
    [InlineData("""{"items": [{"market_cap": true}]}""", "$.items[0].market_cap")]
    [InlineData("""{"items": [{"market_cap": 1e40}]}""", "$.items[0].market_cap")]
    [InlineData("""{"items": [{"market_cap": 1e-40}]}""", "$.items[0].market_cap")]
    [InlineData("""{"items": [{"market_cap": 0.12345678901234567890123456789}]}""", "$.items[0].market_cap")]
    [InlineData("""{"items": [{"market_cap": 1e999999999999}]}""", "$.items[0].market_cap")]
    [InlineData("""{"items": [{"market_cap": -1}]}""", "$.items[0]")]
    [InlineData("""{"items": [{"price": -0.1, "circulating_supply": 1}]}""", "$.items[0]")]
    [InlineData("""{"items": [{"price": 1, "circulating_supply": -1}]}""", "$.items[0]")]
    [InlineData("""{"items": [{"marketcap": 1}]}""", "$.items[0].marketcap")]
    [InlineData("""{"items": [{"market_cap": 1}], "more": 1}""", "$.more")]
    [InlineData("""{"items": [{"market_cap": 1, "market_cap": 2}]}""", "$.items[0].market_cap")]
    [InlineData("""{"items": [{"market_cap": 1}], "items": [{"market_cap": 2}]}""", "$.items")]
    [InlineData("""{"items": [{"id": 5, "market_cap": 1}]}""", "$.items[0].id")]
    [InlineData("""{"items": [{"market_cap": 1}], "thresholds": {}}""", "$.thresholds")]
    [InlineData("""{"items": [{"market_cap": 1}], "thresholds": {"large_above": 5}}""", "$.thresholds")]
    [InlineData("""{"items": [{"market_cap": 1}], "thresholds": {"large_above": 5, "mid_from": 6}}""", "$.thresholds")]
    [InlineData("""{"items": [{"market_cap": 1}], "thresholds": {"large_above": 5, "mid_from": 0}}""", "$.thresholds")]
    [InlineData("""{"items": [{"market_cap": 1}], "thresholds": {"large_above": 5, "mid_from": 4, "micro_from": 1}}""", "$.thresholds")]
    [InlineData("""{"items": [{"market_cap": 1}],}""", "$")]
    [InlineData("""{"items": [{"market_cap": 1}]} {}""", "$")]
    [InlineData("""{'items': []}""", "$")]
    [InlineData("""{"items": [{"id": "\ud800"}]}""", "$.items[0].id")]
    public async Task Classify_BodyThatDoesNotFit_NamesThePlace(string body, string place)
    {
        var problem = (await PostAsync(body)).ShouldBeProblem(400, "invalid_body");

        problem.GetProperty("errors")[0].Text("parameter").ShouldBe(place, problem.GetRawText());
    }

    [Fact]
    public async Task Classify_TooManyItems_IsRefused()
    {
        (await PostAsync(Items(1000))).Status.ShouldBe(200);
        (await PostAsync(Items(1001))).ShouldBeProblem(400, "invalid_body").GetProperty("errors")[0].Text("parameter").ShouldBe("$.items");
    }

    [Fact]
    public async Task Classify_IdTooLong_IsRefused()
    {
        var answer = await PostAsync($$"""{"items": [{"id": "{{new string('x', 201)}}", "market_cap": 1}]}""");

        answer.ShouldBeProblem(400, "invalid_body").GetProperty("errors")[0].Text("parameter").ShouldBe("$.items[0].id");
    }

    [Fact]
    public async Task Classify_DeepNesting_IsRefused()
    {
        var body = new StringBuilder().Insert(0, """{"items": [""").Append('[', 10_000).Append(']', 10_000).Append("]}").ToString();

        (await PostAsync(body)).ShouldBeProblem(400, "invalid_body");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Classify_OtherContentType_Is415(string contentType)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Post, Path, Items(1), contentType);

        answer.ShouldBeProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task Classify_NoBodyAtAll_Is415()
    {
        (await polled.App.SendAsync(HttpMethod.Post, Path)).ShouldBeProblem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task Classify_BodyTooLargeOverARealServer_Is413()
    {
        await using var app = await MarketDataApp.StartAsync(usesKestrel: true);
        var body = Items(1) + new string(' ', 300 * 1024);

        var answer = await app.SendAsync(HttpMethod.Post, Path, body);

        answer.ShouldBeProblem(413, "body_too_large");
    }

    [Fact]
    public async Task Classify_BeforeAnyData_Answers()
    {
        await using var app = await MarketDataApp.StartAsync();

        (await app.SendAsync(HttpMethod.Post, Path, Items(1))).Status.ShouldBe(200);
    }

    private static string Row(string id, string marketCap) => CoinGeckoRows.Row(id, $"\"current_price\": 1, \"market_cap\": {marketCap}");

    private static string Items(int count) =>
        JsonSerializer.Serialize(new { items = Enumerable.Range(0, count).Select(i => new { market_cap = i }) });

    private Task<ApiAnswer> PostAsync(string body) => polled.App.SendAsync(HttpMethod.Post, Path, body);
}
