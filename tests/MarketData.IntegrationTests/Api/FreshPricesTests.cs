using MarketData.Tests;

namespace MarketData.IntegrationTests.Api;

public sealed class FreshPricesTests
{
    [Fact]
    public async Task GetPrices_FreshOnlyAndTheFiguresOld_ListsThemAsStale()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var app = await MarketDataApp.StartPolledAsync(time: clock);
        const string Path = "/v1/prices?ids=bitcoin&fresh=true";
        (await app.GetJsonAsync(Path)).GetProperty("data").GetArrayLength().ShouldBe(1);

        clock.Advance(TimeSpan.FromMinutes(16));
        await app.RepublishAsync();

        var answer = await app.GetJsonAsync(Path);
        answer.GetProperty("data").GetArrayLength().ShouldBe(0);
        answer.GetProperty("missing")[0].GetProperty("reason").GetString().ShouldBe("stale");
        (await app.GetJsonAsync("/v1/prices?ids=bitcoin")).GetProperty("data")[0].GetProperty("stale").GetBoolean().ShouldBeTrue();
        (await app.GetJsonAsync("/v1/convert?from=bitcoin&to=usd")).GetProperty("data").GetProperty("stale").GetBoolean().ShouldBeTrue();
    }
}
