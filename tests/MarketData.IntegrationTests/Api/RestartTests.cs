using System.Globalization;
using System.Text.Json.Nodes;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketData.IntegrationTests.Api;

/// <summary>What a service serves that starts on the database of another.</summary>
public abstract class RestartTests
{
    /// <summary>Settings that name one database.</summary>
    protected abstract Task<Dictionary<string, string?>> SettingsAsync();

    [Theory]
    [InlineData("/v1/assets?limit=500")]
    [InlineData("/v1/assets?limit=500&vs=eur&sort=price")]
    [InlineData("/v1/assets/uniswap")]
    [InlineData("/v1/valuations?ids=bitcoin,uniswap,aave")]
    [InlineData("/v1/categories?vs=jpy")]
    [InlineData("/v1/tiers")]
    [InlineData("/v1/global")]
    [InlineData("/v1/currencies")]
    [InlineData("/v1/identity/collisions")]
    [InlineData("/v1/quarantine")]
    public async Task Get_SecondServiceWithoutAPoll_ServesTheSameFigures(string path)
    {
        var settings = await SettingsAsync();
        foreach (var source in (string[])["CoinPaprika", "DefiLlama", "AlternativeMe"])
        {
            settings[$"Ingestion:Sources:{source}:Enabled"] = "true";
        }

        await using var upstream = await FakeUpstream.StartAsync();
        JsonNode before;
        long version;
        await using (var first = await MarketDataApp.StartPolledAsync(settings, upstream))
        {
            upstream.Advance();
            await first.PollAsync("coingecko");
            (before, version) = await ReadAsync(first, path);
        }

        var requests = upstream.Requests.Count;
        await using var second = await MarketDataApp.StartAsync(settings, upstream);
        var (after, laterVersion) = await ReadAsync(second, path);

        after.ToJsonString().ShouldBe(before.ToJsonString());
        laterVersion.ShouldBeGreaterThanOrEqualTo(version);
        (await second.GetJsonAsync("/health/ready")).Text("status").ShouldBe("ready");
        upstream.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task StartAsync_LiveSourceAfterTheSampleMarket_ShowsAndKeepsNothingOfIt()
    {
        var settings = await SettingsAsync();
        var sampleSettings = new Dictionary<string, string?>(settings)
        {
            ["environment"] = Environments.Development,
            ["Ingestion:Sources:CoinGecko:Enabled"] = "false",
            ["Ingestion:Sources:Sample:Enabled"] = "true",
        };
        await using var upstream = await FakeUpstream.StartAsync();
        await using (var sample = await MarketDataApp.StartPolledAsync(sampleSettings, upstream))
        {
            (await sample.GetJsonAsync("/v1/assets")).GetProperty("meta").Texts("sources").ShouldBe(["sample"]);
        }

        await using var live = await MarketDataApp.StartAsync(settings, upstream);
        upstream.Fault("", UpstreamFault.Html, count: -1);
        var worker = ActivatorUtilities.CreateInstance<IngestionWorker>(live.Services);
        await worker.StartAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);

        var answer = await live.GetJsonAsync("/v1/global");
        answer.GetProperty("data").GetProperty("priced_count").GetInt32().ShouldBe(0);
        answer.GetProperty("meta").Texts("sources").ShouldBeEmpty();
        (await live.GetJsonAsync("/v1/currencies")).GetProperty("data").EnumerateArray().Select(currency => currency.Text("code")).ShouldBe(["usd"]);
        var state = await live.Services.GetRequiredService<IMarketStore>().LoadAsync(CancellationToken.None);
        state.Quotes.ShouldBeEmpty();
        state.FxRates.ShouldBeEmpty();
        state.SourceIds.ShouldBeEmpty();
        var bitcoin = state.Assets.Single(asset => asset.Slug == "bitcoin");
        (await live.Services.GetRequiredService<IMarketStore>().GetPricePointsAsync(
            bitcoin.Id, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddDays(1), 10, CancellationToken.None)).ShouldBeEmpty();
    }

    /// <summary>The answer without the version, and with our own times to the microsecond, which is what databases hold.</summary>
    private static async Task<(JsonNode Answer, long Version)> ReadAsync(MarketDataApp app, string path)
    {
        var answer = JsonNode.Parse((await app.GetJsonAsync(path)).GetRawText())!;
        var version = 0L;
        if (answer["meta"] is JsonObject meta)
        {
            version = meta["snapshot"]!.GetValue<long>();
            meta.Remove("snapshot");
        }

        CutTimes(answer);
        return (answer, version);
    }

    private static void CutTimes(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>())
            {
                CutTimes(item);
            }
        }
        else if (node is JsonObject owner)
        {
            foreach (var (name, value) in owner.ToList())
            {
                if (name is "received_at" or "first_seen" && value is not null)
                {
                    var time = DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);
                    owner[name] = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)).ToString("O", CultureInfo.InvariantCulture);
                }
                else if (value is not null)
                {
                    CutTimes(value);
                }
            }
        }
    }
}

public sealed class SqliteRestartTests : RestartTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-restart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override Task<Dictionary<string, string?>> SettingsAsync() =>
        Task.FromResult(new Dictionary<string, string?> { ["Database:SqlitePath"] = Path.Combine(_folder, "marketdata.db") });
}

[Collection(PostgresCollection.Processes)]
public sealed class PostgresRestartTests(PostgresServer server) : RestartTests
{
    protected override async Task<Dictionary<string, string?>> SettingsAsync() =>
        new() { ["ConnectionStrings:Postgres"] = await server.CreateDatabaseAsync() };
}
