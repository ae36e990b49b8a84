using MarketData.Snapshots;
using MarketData.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketData.IntegrationTests.Api;

public sealed class StalenessTests
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Get_FiguresOlderThanTheLimit_SayStaleAndTheServiceStaysReady()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await MarketDataApp.StartPolledAsync(Settings(), time: time);
        var before = await app.GetJsonAsync("/v1/global");

        time.Advance(StaleAfter + TimeSpan.FromSeconds(1));
        await RunStalenessAsync(app);

        var global = await app.GetJsonAsync("/v1/global");
        Version(global).ShouldBeGreaterThan(Version(before));
        global.GetProperty("meta").GetProperty("stale").GetBoolean().ShouldBeTrue();
        global.GetProperty("data").GetProperty("stale_count").GetInt32().ShouldBe(20);
        global.GetProperty("data").Decimal("market_cap").ShouldBe(before.GetProperty("data").Decimal("market_cap"));
        (await app.GetAllAsync("/v1/assets")).ShouldAllBe(asset => asset.GetProperty("stale").GetBoolean());
        (await app.GetJsonAsync("/v1/price/bitcoin")).GetProperty("stale").GetBoolean().ShouldBeTrue();
        (await app.GetJsonAsync("/v1/prices?ids=bitcoin")).GetProperty("data")[0].GetProperty("stale").GetBoolean().ShouldBeTrue();
        (await app.GetJsonAsync("/v1/valuations?ids=bitcoin")).GetProperty("data")[0].GetProperty("stale").GetBoolean().ShouldBeTrue();
        (await app.GetJsonAsync("/health/ready")).GetProperty("stale").GetBoolean().ShouldBeTrue();
        (await app.GetJsonAsync("/health/live")).Text("status").ShouldBe("live");
    }

    [Fact]
    public async Task Get_FiguresOfTheLimitsAge_AreFresh()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow.Date);
        await using var app = await MarketDataApp.StartPolledAsync(Settings(), time: time);

        time.Advance(StaleAfter);
        await RunStalenessAsync(app);

        (await app.GetJsonAsync("/v1/price/bitcoin")).GetProperty("stale").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Get_NewFiguresAfterStaleOnes_AreFreshAgain()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await MarketDataApp.StartPolledAsync(Settings(), time: time);
        time.Advance(StaleAfter + TimeSpan.FromSeconds(1));
        await RunStalenessAsync(app);

        app.Upstream.Advance();
        await app.PollAsync("coingecko");

        (await app.GetJsonAsync("/health/ready")).GetProperty("stale").GetBoolean().ShouldBeFalse();
        (await app.GetJsonAsync("/v1/global")).GetProperty("data").GetProperty("stale_count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Get_SomeFiguresOld_SaysSoOfThese()
    {
        var now = DateTimeOffset.UtcNow;
        await using var app = await CoinGeckoRows.StartAsync(
            CoinGeckoRows.Of(
                CoinGeckoRows.Row("fresh", "\"current_price\": 1", asOf: now),
                CoinGeckoRows.Row("old", "\"current_price\": 1", asOf: now.AddHours(-1))),
            Settings());

        var all = (await app.GetAllAsync("/v1/assets")).ToDictionary(asset => asset.Text("id")!, asset => asset.GetProperty("stale").GetBoolean());

        all["fresh"].ShouldBeFalse();
        all["old"].ShouldBeTrue();
        (await app.GetJsonAsync("/health/ready")).GetProperty("stale").GetBoolean().ShouldBeFalse();
    }

    private static Dictionary<string, string?> Settings() => new() { ["Markets:StaleAfter"] = StaleAfter.ToString() };

    private static long Version(System.Text.Json.JsonElement answer) => answer.GetProperty("meta").GetProperty("snapshot").GetInt64();

    private static Task RunStalenessAsync(MarketDataApp app) =>
        app.Services.GetServices<IHostedService>().OfType<StalenessWorker>().Single().RunOnceAsync(CancellationToken.None);
}
