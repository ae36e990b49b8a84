using System.Collections.Concurrent;
using MarketData.Caching;
using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Caching;

/// <summary>What clients see of the cache over HTTP, while what is behind it is there and while it is not.</summary>
public sealed class CachedAnswersTests
{
    private const int Requests = 10_000;

    private static readonly string[] Warm =
    [
        "/v1/assets/bitcoin/candles",
        "/v1/assets/bitcoin/gaps?interval=5m",
        "/v1/assets/bitcoin/history",
        "/v1/assets/bitcoin/performance?vs=eur",
        "/v1/assets?as_of=2026-03-04&limit=10",
        "/v1/global/history",
        "/v1/categories/layer-1/history",
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

        var statuses = await AskAsync(app);

        statuses.ShouldBe(new Dictionary<(int, bool), int> { [(200, true)] = Requests });
        var cold = await app.SendAsync(HttpMethod.Get, "/v1/assets/ethereum/candles");
        cold.ShouldBeProblem(503, "database_unavailable");
        cold.Headers["Retry-After"].ShouldBe("5");
        (await app.SendAsync(HttpMethod.Get, "/health/live")).Status.ShouldBe(200);

        await postgres.RunAsync();
        await WaitUntilAsync(async () => (await app.SendAsync(HttpMethod.Get, Warm[0])).Text.Contains("\"stale\":false", StringComparison.Ordinal));
        await app.GetJsonAsync("/v1/assets/ethereum/candles");
    }

    private static async Task WarmAsync(MarketDataApp app)
    {
        foreach (var path in Warm)
        {
            (await app.SendAsync(HttpMethod.Get, path)).Text.ShouldContain("\"stale\":false", customMessage: path);
        }
    }

    /// <summary>How many of <see cref="Requests"/> got which status, and said that they are stale.</summary>
    private static async Task<Dictionary<(int Status, bool IsStale), int>> AskAsync(MarketDataApp app)
    {
        var found = new ConcurrentDictionary<(int, bool), int>();
        using var client = app.CreateClient();
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellationToken) =>
        {
            using var response = await client.GetAsync(Warm[i % Warm.Length], cancellationToken);
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
