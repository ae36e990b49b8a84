namespace MarketData.IntegrationTests.Api;

public sealed class SearchEndpointsTests(PolledApp polled) : IClassFixture<PolledApp>
{
    [Fact]
    public async Task Search_Matches_ComeExactThenBeginningThenPartEachByMarketCap()
    {
        await using var app = await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(
            Row("abc", 1), Row("the-abc", 90), Row("abcd", 50), Row("abcde", 60), Row("named", 70, name: "Abc", symbol: "nnn"), Row("other", 80)));

        var found = (await app.GetJsonAsync("/v1/search?q=ABC")).GetProperty("data");

        found.GetProperty("assets").Ids().ShouldBe(["named", "abc", "abcde", "abcd", "the-abc"]);
    }

    [Theory]
    [InlineData("bit", "bitcoin")]
    [InlineData("uSdT", "tether")]
    [InlineData("DAO", "lido-dao")]
    [InlineData(" solana ", "solana")]
    public async Task Search_IdSymbolOrName_FindsInEitherCase(string text, string id)
    {
        var found = (await polled.App.GetJsonAsync($"/v1/search?q={text}")).GetProperty("data");

        found.GetProperty("assets").Ids().ShouldContain(id);
    }

    [Fact]
    public async Task Search_Categories_AreFoundToo()
    {
        var found = (await polled.App.GetJsonAsync("/v1/search?q=layer")).GetProperty("data");

        found.GetProperty("categories").Ids().ShouldBe(["layer-1", "layer-2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Search_Limit_HoldsForEachKind()
    {
        var found = (await polled.App.GetJsonAsync("/v1/search?q=a&limit=2")).GetProperty("data");

        found.GetProperty("assets").GetArrayLength().ShouldBe(2);
        found.GetProperty("categories").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Search_Nothing_GivesEmptyLists()
    {
        var found = (await polled.App.GetJsonAsync("/v1/search?q=%F0%9F%A6%84")).GetProperty("data");

        found.GetProperty("assets").GetArrayLength().ShouldBe(0);
        found.GetProperty("categories").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("", "missing_parameter")]
    [InlineData("?q=", "invalid_parameter")]
    [InlineData("?q=%20%20", "invalid_parameter")]
    [InlineData("?q=a%00b", "invalid_parameter")]
    [InlineData("?q=a&limit=0", "invalid_parameter")]
    [InlineData("?q=a&limit=101", "invalid_parameter")]
    public async Task Search_BadParameter_IsRefused(string query, string code)
    {
        (await polled.App.SendAsync(HttpMethod.Get, $"/v1/search{query}")).ShouldBeProblem(400, code);
    }

    private static string Row(string id, int marketCap, string? name = null, string? symbol = null) =>
        CoinGeckoRows.Row(id, $"\"current_price\": 1, \"market_cap\": {marketCap}", symbol, name);
}
