using System.Text.Json;

namespace MarketData.IntegrationTests.Api;

public sealed class QuarantineEndpointsTests(RefusalsApp refusals) : IClassFixture<RefusalsApp>
{
    [Fact]
    public async Task GetQuarantine_All_GivesEachRefusalWithItsReason()
    {
        var all = await refusals.App.GetAllAsync("/v1/quarantine");

        all.Count.ShouldBe(RefusalsApp.Refusals);
        var cap = all.Single(item => item.Text("source_id") == "odd-0" && item.Text("field") == "market_cap");
        cap.Text("source").ShouldBe("coingecko");
        cap.Text("asset_id").ShouldBe("odd-0");
        cap.Text("rule").ShouldBe("field_type");
        cap.Text("value").ShouldBe("lots");
        cap.Text("reason").ShouldNotBeNullOrWhiteSpace();
        cap.GetProperty("occurrences").GetInt64().ShouldBe(2);
        cap.GetProperty("first_seen_at").GetDateTimeOffset().ShouldBeLessThan(cap.GetProperty("last_seen_at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("source=coingecko", RefusalsApp.Refusals)]
    [InlineData("source=coinpaprika", 0)]
    [InlineData("rule=negative", RefusalsApp.Assets)]
    [InlineData("rule=no_such", 0)]
    [InlineData("id=odd-3", 2)]
    [InlineData("id=ODD-3", 2)]
    [InlineData("id=odd-3&rule=negative&source=coingecko", 1)]
    [InlineData("source=' OR 1=1 --", 0)]
    public async Task GetQuarantine_Filtered_GivesThese(string filter, int count)
    {
        (await refusals.App.GetAllAsync($"/v1/quarantine?limit=3&{filter}")).Count.ShouldBe(count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(500)]
    public async Task GetQuarantine_PageByPage_GivesEachOnceAndTheLastSeenFirst(int limit)
    {
        var all = await refusals.App.GetAllAsync($"/v1/quarantine?limit={limit}");

        all.Count.ShouldBe(RefusalsApp.Refusals);
        all.Select(Key).Distinct().Count().ShouldBe(RefusalsApp.Refusals);
        all.Select(item => item.GetProperty("last_seen_at").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
        all.Select(Key).ShouldBe((await refusals.App.GetAllAsync("/v1/quarantine?limit=7")).Select(Key));
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("eA")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OTk5H2EfYh9jH2Q")]
    [InlineData("MQBhH2IfYx9k")]
    [InlineData("AeOwxEKY_BwUQnNnUlmOAABiaXRjb2lu")]
    public async Task GetQuarantine_CursorThatIsNone_IsRefused(string cursor)
    {
        (await refusals.App.SendAsync(HttpMethod.Get, $"/v1/quarantine?cursor={cursor}")).ShouldBeProblem(400, "invalid_cursor");
    }

    [Fact]
    public async Task GetQuarantine_UnknownAsset_Is404()
    {
        (await refusals.App.SendAsync(HttpMethod.Get, "/v1/quarantine?id=nowhere")).ShouldBeProblem(404, "unknown_asset");
    }

    private static string Key(JsonElement item) => $"{item.Text("source")}/{item.Text("source_id")}/{item.Text("rule")}/{item.Text("field")}";
}

/// <summary>A service that was polled twice by a provider of odd figures.</summary>
public sealed class RefusalsApp : IAsyncLifetime
{
    public const int Assets = 9;

    /// <summary>A market cap and a volume of each asset.</summary>
    public const int Refusals = 2 * Assets;

    internal MarketDataApp App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await CoinGeckoRows.StartAsync(Rows());
        App.Upstream.SetAnswer(CoinGeckoRows.Path, Rows());
        (await App.PollAsync("coingecko")).Refusals.ShouldBe(Refusals);
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    private static string Rows() => CoinGeckoRows.Of(Enumerable.Range(0, Assets).Select(i =>
        CoinGeckoRows.Row($"odd-{i}", "\"current_price\": 2, \"market_cap\": \"lots\", \"total_volume\": -5")));
}
