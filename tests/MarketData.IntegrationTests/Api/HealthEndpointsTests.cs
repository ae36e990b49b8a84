namespace MarketData.IntegrationTests.Api;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task GetHealth_BeforeTheFirstData_IsLiveAndNotReady()
    {
        await using var app = await MarketDataApp.StartAsync();

        var live = await app.SendAsync(HttpMethod.Get, "/health/live");
        var ready = await app.SendAsync(HttpMethod.Get, "/health/ready");

        live.Json.Text("status").ShouldBe("live");
        live.Json.IsNull("stale").ShouldBeTrue();
        live.Headers["Cache-Control"].ShouldBe("no-store");
        ready.ShouldBeProblem(503, "not_ready");
        ready.Headers["Retry-After"].ShouldBe("5");
        ready.Headers["Cache-Control"].ShouldBe("no-store");
    }

    [Fact]
    public async Task GetHealth_AfterAPoll_IsLiveAndReady()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        (await app.GetJsonAsync("/health/live")).Text("status").ShouldBe("live");
        var ready = await app.GetJsonAsync("/health/ready");
        ready.Text("status").ShouldBe("ready");
        ready.GetProperty("stale").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1/assets")]
    [InlineData("/v1/assets/bitcoin")]
    [InlineData("/v1/assets/by-contract/ethereum/0x0")]
    [InlineData("/v1/assets/bitcoin/valuation")]
    [InlineData("/v1/identity/collisions")]
    [InlineData("/v1/prices?ids=bitcoin")]
    [InlineData("/v1/price/bitcoin")]
    [InlineData("/v1/valuations?ids=bitcoin")]
    [InlineData("/v1/tiers")]
    [InlineData("/v1/categories")]
    [InlineData("/v1/categories/layer-1")]
    [InlineData("/v1/global")]
    [InlineData("/v1/convert?from=bitcoin&to=usd")]
    [InlineData("/v1/currencies")]
    [InlineData("/v1/search?q=bit")]
    [InlineData("/v1/quarantine")]
    public async Task Get_BeforeTheFirstData_Is503WithRetryAfter(string path)
    {
        await using var app = await MarketDataApp.StartAsync();

        var answer = await app.SendAsync(HttpMethod.Get, path);

        answer.ShouldBeProblem(503, "not_ready").Text("detail")!.ShouldContain("/v1/sources");
        answer.Headers["Retry-After"].ShouldBe("5");
    }
}
