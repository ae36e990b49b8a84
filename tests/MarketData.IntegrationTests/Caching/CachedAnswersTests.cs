using System.Collections.Concurrent;
using System.Net;
using MarketData.Caching;
using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Chaos;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using MarketData.Snapshots;
using MarketData.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketData.IntegrationTests.Caching;

/// <summary>What clients see of the cache over HTTP, while what is behind it is there and while it is not.</summary>
public sealed class CachedAnswersTests
{
    private const int Requests = 10_000;

    /// <summary>How long a server is away: a moment, or as long as tests/chaos/run says.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(ChaosRounds.Or(1));

    private static readonly string[] Warm =
    [
        "/v1/assets/bitcoin/candles",
        "/v1/assets/bitcoin/gaps?interval=5m",
        "/v1/assets/bitcoin/history",
        "/v1/assets/bitcoin/performance?vs=eur",
        "/v1/assets?as_of=2026-03-04&limit=10",
        "/v1/global/history",
        "/v1/categories/layer-1/history",
        "/v1/assets/bitcoin/metrics",
    ];

    [Fact]
    public async Task Get_ThousandAtOnceFromTwoServices_ReadTheDatabaseOnce()
    {
        using var redis = await LocalRedis.StartAsync();
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Redis"] = redis.ConnectionString, ["Redis:Timeout"] = "00:00:01" };
        await using var first = await HistoryApp.StartAsync(settings: settings);
        await using var second = await HistoryApp.StartAsync(first.Store, settings);
        first.Add(CandleInterval.OneHour, 500);
        var path = "/v1/assets/bitcoin/candles?from=2026-03-01";

        var bodies = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => (i % 2 == 0 ? first : second).GetTextAsync(path, "application/json")));

        bodies.Distinct().ShouldHaveSingleItem().Body.ShouldContain("\"stale\":false");
        first.Store.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task Get_AskedForAgain_IsTheSameWithItsLinkAndNotReadAgain()
    {
        await using var app = await HistoryApp.StartAsync();
        app.Add(CandleInterval.OneHour, 50);
        var path = "/v1/assets/bitcoin/candles?from=2026-03-03&limit=5";

        var first = await app.App.SendAsync(HttpMethod.Get, path);
        var second = await app.App.SendAsync(HttpMethod.Get, path);

        second.Text.ShouldBe(first.Text);
        second.Headers["Link"].ShouldBe(first.Headers["Link"]);
        second.Headers["Link"].ShouldBe("</v1/assets/bitcoin/candles?limit=5&from=2026-03-03T05%3A00%3A00Z>; rel=\"next\"");
        app.Store.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task Get_PollStored_IsReadAgain()
    {
        await using var app = await HistoryApp.StartAsync();
        app.Add(CandleInterval.OneHour, 50);
        var path = "/v1/assets/bitcoin/candles?from=2026-03-03";
        await app.App.GetJsonAsync(path);

        await app.App.PollAsync("coingecko");
        await app.App.GetJsonAsync(path);

        app.Store.Reads.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_RedisDiesOrFreezes_NoRequestFails(bool freezes)
    {
        using var redis = await LocalRedis.StartAsync();
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["ConnectionStrings:Redis"] = redis.ConnectionString });
        await WarmAsync(app);
        if (freezes)
        {
            await redis.FreezeAsync();
        }
        else
        {
            redis.Kill();
        }

        app.Services.GetRequiredService<DataVersion>().Advance();

        var statuses = await AskAsync(app);

        statuses.ShouldBe(new Dictionary<(int, bool), int> { [(200, false)] = Requests });
        if (freezes)
        {
            await redis.ThawAsync();
        }
        else
        {
            await redis.RunAsync();
        }

        await WaitUntilAsync(async () =>
            (await app.Services.GetRequiredService<RedisConnection>().TryAsync("ping", database => database.StringGetAsync("a"), CancellationToken.None)).Answered);
        (await AskAsync(app)).Keys.ShouldBe([(200, false)]);
    }

    [Fact]
    public async Task Get_DatabaseStopped_WarmAnswersAreStaleAndColdOnesUnavailable()
    {
        var folder = LocalPostgres.FindFolder().ShouldNotBeNull("This test stops its own PostgreSQL server: install one (Debian: apt-get install postgresql).");
        await using var postgres = await LocalPostgres.StartAsync(folder);
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = postgres.ConnectionString });
        await WarmAsync(app);
        await postgres.StopAsync();
        (await app.PollAsync("coingecko")).Outcome.ShouldBe(IngestionOutcome.Failed);
        app.Services.GetRequiredService<DataVersion>().Advance();

        var statuses = await AskAsync(app);

        statuses.ShouldBe(new Dictionary<(int, bool), int> { [(200, true)] = Requests });
        await ShouldBeUnavailableAsync(app, "/v1/assets/ethereum/candles");
        await Task.Delay(Outage);
        await ShouldBeUnavailableAsync(app, "/v1/assets/ethereum/metrics/tvl");
        (await app.SendAsync(HttpMethod.Get, "/health/live")).Status.ShouldBe(200);

        await postgres.RunAsync();
        await WaitUntilAsync(async () => (await app.SendAsync(HttpMethod.Get, Warm[0])).Text.Contains("\"stale\":false", StringComparison.Ordinal));
        await app.GetJsonAsync("/v1/assets/ethereum/candles");
    }

    /// <summary>
    /// A server that answers nothing keeps every reading until its time is over. The first cold request tells; those behind it must not wait
    /// as long, and a warm one waits for nothing but the soft timeout of the first reading.
    /// </summary>
    [Fact]
    public async Task Get_DatabaseFrozen_WarmAnswersAreStaleAndColdOnesUnavailable()
    {
        var folder = LocalPostgres.FindFolder().ShouldNotBeNull("This test freezes its own PostgreSQL server: install one (Debian: apt-get install postgresql).");
        await using var postgres = await LocalPostgres.StartAsync(folder);
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = postgres.ConnectionString,
            ["Cache:ColdTimeout"] = "00:00:01",
        });
        await WarmAsync(app);
        await postgres.FreezeAsync();
        try
        {
            app.Services.GetRequiredService<DataVersion>().Advance();

            (await AskAsync(app)).ShouldBe(new Dictionary<(int, bool), int> { [(200, true)] = Requests });
            await Task.WhenAll(Enumerable.Range(1, 40).Select(i => ShouldBeUnavailableAsync(app, $"/v1/assets/ethereum/candles?limit={i}")));
            await Task.Delay(Outage);
            (await AskAsync(app)).ShouldBe(new Dictionary<(int, bool), int> { [(200, true)] = Requests });
        }
        finally
        {
            await postgres.ThawAsync();
        }

        await WaitUntilAsync(async () => (await app.SendAsync(HttpMethod.Get, Warm[0])).Text.Contains("\"stale\":false", StringComparison.Ordinal));
        await WaitUntilAsync(async () => (await app.SendAsync(HttpMethod.Get, "/v1/assets/ethereum/candles?limit=3")).Status == 200);
    }

    [Fact]
    public async Task Get_ProvidersAway_EveryAnswerIsGivenAndStaleOnceItIs()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await MarketDataApp.StartPolledAsync(time: time);
        string[] addresses = [.. Warm, "/v1/assets?limit=50", "/v1/prices?ids=bitcoin,ethereum", "/v1/global"];
        await WarmAsync(app);
        app.Upstream.Fault("", UpstreamFault.Html, count: -1);
        (await app.PollAsync("coingecko")).Outcome.ShouldBe(IngestionOutcome.Failed);
        (await AskAsync(app, addresses)).ShouldBe(new Dictionary<(int, bool), int> { [(200, false)] = Requests });

        time.Advance(TimeSpan.FromHours(1));
        await app.Services.GetServices<IHostedService>().OfType<StalenessWorker>().Single().RunOnceAsync(CancellationToken.None);
        (await AskAsync(app, addresses)).ShouldBe(new Dictionary<(int, bool), int> { [(200, true)] = Requests });

        app.Upstream.ClearFaults();
        app.Upstream.Advance();
        await app.PollAsync("coingecko");
        (await AskAsync(app, addresses)).ShouldBe(new Dictionary<(int, bool), int> { [(200, false)] = Requests });
    }

    [Fact]
    public async Task Get_HeldAlready_IsNotModifiedUntilItChanges()
    {
        await using var app = await HistoryApp.StartAsync();
        app.Add(CandleInterval.OneHour, 50);
        using var client = app.App.CreateClient();
        foreach (var path in (string[])["/v1/assets/bitcoin/candles?from=2026-03-03", "/v1/assets/bitcoin/history", "/api/v3/coins/bitcoin/ohlc?vs_currency=usd&days=30"])
        {
            using var first = await client.GetAsync(path);
            first.Headers.ETag.ShouldNotBeNull(path).IsWeak.ShouldBeTrue();
            first.Headers.Age.ShouldBe(TimeSpan.Zero);
            first.Headers.CacheControl!.Public.ShouldBeTrue();
            first.Headers.CacheControl.MaxAge!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
            first.Content.Headers.LastModified.ShouldBe(HistoryApp.Now);

            using var again = await SendAsync(client, path, ("If-None-Match", $"\"other\", {first.Headers.ETag}"));
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            again.Headers.ETag.ShouldBe(first.Headers.ETag);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            using var withKey = await SendAsync(client, path, ("x-cg-demo-api-key", "CG-1"));
            withKey.Headers.CacheControl!.Private.ShouldBeTrue();
        }

        using var before = await client.GetAsync("/v1/assets/bitcoin/candles?from=2026-03-03&limit=1000");
        app.Store.Candles.RemoveAt(app.Store.Candles.Count - 1);
        app.App.Services.GetRequiredService<DataVersion>().Advance();
        using var after = await SendAsync(client, "/v1/assets/bitcoin/candles?from=2026-03-03&limit=1000", ("If-None-Match", $"{before.Headers.ETag}"));
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.Headers.ETag.ShouldNotBe(before.Headers.ETag);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value).ShouldBeTrue();
        return await client.SendAsync(request);
    }

    private static async Task ShouldBeUnavailableAsync(MarketDataApp app, string path)
    {
        var cold = await app.SendAsync(HttpMethod.Get, path);
        cold.ShouldBeProblem(503, "database_unavailable");
        cold.Headers["Retry-After"].ShouldBe("5");
    }

    private static async Task WarmAsync(MarketDataApp app)
    {
        foreach (var path in Warm)
        {
            (await app.SendAsync(HttpMethod.Get, path)).Text.ShouldContain("\"stale\":false", customMessage: path);
        }
    }

    /// <summary>How many of <see cref="Requests"/> got which status, and said that they are stale.</summary>
    private static async Task<Dictionary<(int Status, bool IsStale), int>> AskAsync(MarketDataApp app, string[]? addresses = null)
    {
        var found = new ConcurrentDictionary<(int, bool), int>();
        using var client = app.CreateClient();
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
        {
            using var response = await client.GetAsync((addresses ?? Warm)[i % (addresses ?? Warm).Length], cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            found.AddOrUpdate(((int)response.StatusCode, text.Contains("\"stale\":true", StringComparison.Ordinal)), 1, (_, count) => count + 1);
        });
        return new Dictionary<(int, bool), int>(found);
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }
    }
}
