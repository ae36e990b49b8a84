using System.Text.Json;
using MarketData.Ingestion;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Api;

/// <summary>Whatever a provider does, the last good figures are served, the reason is recorded, and no bad value is published.</summary>
public abstract class UpstreamFaultTests
{
    private const string Asset = "bitcoin";

    protected abstract Task<Dictionary<string, string?>> SettingsAsync();

    [Theory]
    [InlineData("RateLimited", "rate_limited")]
    [InlineData("Banned", "banned")]
    [InlineData("ServerError", "http_500")]
    [InlineData("Unavailable", "http_503")]
    [InlineData("Html", "not_json")]
    [InlineData("Slow", "timeout")]
    [InlineData("Reset", "unreachable")]
    [InlineData("Truncate", "truncated")]
    [InlineData("Empty", "empty")]
    [InlineData("Garbage", "bad_json")]
    [InlineData("Huge", "too_large")]
    [InlineData("GzipBomb", "too_large")]
    [InlineData("Redirect", "redirect")]
    public async Task Poll_AnswerUnusable_KeepsTheLastGoodSnapshotAndRecordsTheReason(string fault, string code)
    {
        await using var app = await StartAsync();
        var before = await app.GetPriceAsync(Asset);
        app.Upstream.SetPrice(Asset, before!.Value * 1.01m);
        app.Upstream.Fault("/coins/markets", Enum.Parse<UpstreamFault>(fault), count: -1, seconds: 5);

        var run = await app.PollAsync("coingecko");

        run.Outcome.ShouldBe(IngestionOutcome.Failed);
        run.ErrorCode.ShouldBe(code, run.Error);
        run.Error.ShouldNotBeNullOrWhiteSpace();
        (await app.GetPriceAsync(Asset)).ShouldBe(before);
        var told = await LastRunAsync(app);
        told.GetProperty("outcome").GetString().ShouldBe("failed");
        told.GetProperty("error_code").GetString().ShouldBe(code);
    }

    [Theory]
    [InlineData("Nulls", "price")]
    [InlineData("Zero", "price")]
    [InlineData("Spike", "jump")]
    [InlineData("Back", "older")]
    public async Task Poll_FiguresUnbelievable_KeepsTheLastGoodSnapshotAndQuarantinesThem(string fault, string rule)
    {
        await using var app = await StartAsync();
        var before = await app.GetPriceAsync(Asset);
        app.Upstream.SetPrice(Asset, before!.Value * 1.01m);
        app.Upstream.Fault("/coins/markets", Enum.Parse<UpstreamFault>(fault));

        var run = await app.PollAsync("coingecko");

        run.QuotesAccepted.ShouldBe(0);
        run.Refusals.ShouldBeGreaterThan(0);
        (await app.GetPriceAsync(Asset)).ShouldBe(before);
        var refused = (await app.GetJsonAsync($"/v1/quarantine?id={Asset}&rule={rule}")).GetProperty("data").EnumerateArray().Single();
        refused.GetProperty("source").GetString().ShouldBe("coingecko");
        refused.GetProperty("reason").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Poll_ProviderRecovers_FiguresMoveOn()
    {
        await using var app = await StartAsync();
        var before = await app.GetPriceAsync(Asset);
        app.Upstream.Fault("/coins/markets", UpstreamFault.Garbage);
        await app.PollAsync("coingecko");
        app.Upstream.SetPrice(Asset, before!.Value * 1.01m);

        var run = await app.PollAsync("coingecko");

        run.Outcome.ShouldBe(IngestionOutcome.Succeeded);
        (await app.GetPriceAsync(Asset)).ShouldBe(before.Value * 1.01m);
    }

    private static async Task<JsonElement> LastRunAsync(MarketDataApp app) =>
        (await app.GetJsonAsync("/v1/sources")).GetProperty("data").EnumerateArray()
            .Single(source => source.GetProperty("name").GetString() == "coingecko").GetProperty("last_run");

    private async Task<MarketDataApp> StartAsync()
    {
        var settings = await SettingsAsync();
        settings["Ingestion:Sources:CoinGecko:Timeout"] = "00:00:02";
        return await MarketDataApp.StartPolledAsync(settings);
    }
}

public sealed class SqliteUpstreamFaultTests : UpstreamFaultTests
{
    protected override Task<Dictionary<string, string?>> SettingsAsync() => Task.FromResult(new Dictionary<string, string?>());
}

[Collection(PostgresCollection.Services)]
public sealed class PostgresUpstreamFaultTests(PostgresServer server) : UpstreamFaultTests
{
    protected override async Task<Dictionary<string, string?>> SettingsAsync() =>
        new() { ["ConnectionStrings:Postgres"] = await server.CreateDatabaseAsync() };
}
