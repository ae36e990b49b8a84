using MarketData.Caching;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using MarketData.Replicas;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Replicas;

/// <summary>Two replicas over one PostgreSQL, with and without a Redis between them.</summary>
[Collection(PostgresCollection.Processes)]
public sealed class FollowerTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly string[] Paths =
        ["/v1/assets?limit=250", "/v1/global", "/v1/categories", "/v1/prices?ids=bitcoin,ethereum&vs=eur", "/v1/tiers", "/api/v3/coins/bitcoin"];

    private readonly List<IAsyncDisposable> _apps = [];
    private FakeUpstream _upstream = null!;
    private LocalRedis _redis = null!;
    private string _connectionString = "";

    public async Task InitializeAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        _redis = await LocalRedis.StartAsync();
        _upstream = await FakeUpstream.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        await _upstream.DisposeAsync();
        _redis.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_OfBothReplicas_IsTheSameToTheByte(bool withRedis)
    {
        var (leader, follower) = await StartAsync(withRedis);
        for (var poll = 0; poll < 3; poll++)
        {
            _upstream.Advance();
            await leader.PollAsync("coingecko");
            await WaitForSameAsync(leader, follower);
        }

        foreach (var path in Paths)
        {
            var (ours, theirs) = (await leader.SendAsync(HttpMethod.Get, path), await follower.SendAsync(HttpMethod.Get, path));
            theirs.Text.ShouldBe(ours.Text, path);
            theirs.Headers["ETag"].ShouldBe(ours.Headers["ETag"], path);
        }

        (await follower.GetJsonAsync("/v1/sources")).GetProperty("data")[0].GetProperty("state").GetString().ShouldBe("ok");
    }

    [Fact]
    public async Task Follow_PacketIsInRedis_IsTakenFromThere()
    {
        var (leader, follower) = await StartAsync(withRedis: true);
        using var outcomes = new MetricOutcomes("marketdata.replica.packets");

        _upstream.Advance();
        await leader.PollAsync("coingecko");
        await WaitForSameAsync(leader, follower);

        outcomes.Seen.ShouldContain("taken");
    }

    [Theory]
    [InlineData("", "unreadable")]
    [InlineData("no packet", "unreadable")]
    public async Task FindAsync_PartIsNotWhatWasPutThere_IsUnreadableAndTheDatabaseIsRead(string part, string outcome)
    {
        var (leader, follower) = await StartAsync(withRedis: true);
        await leader.PollAsync("coingecko");
        await WaitForSameAsync(leader, follower);
        using var outcomes = new MetricOutcomes("marketdata.replica.packets");
        var redis = follower.Services.GetRequiredService<RedisConnection>();
        await redis.TryAsync("test", database => database.ScriptEvaluateAsync(
            "for _, key in ipairs(redis.call('KEYS', '*{snapshot}*:0')) do redis.call('SET', key, ARGV[1]) end return 1", [], [part]), CancellationToken.None);

        var published = await follower.Services.GetRequiredService<MarketData.Database.IMarketStore>().FindPublishedAsync(CancellationToken.None);
        (await follower.Services.GetRequiredService<SnapshotBroadcast>().FindAsync(published!, CancellationToken.None)).ShouldBeNull();

        outcomes.Seen.ShouldContain(outcome);
    }

    [Fact]
    public async Task FindAsync_PacketIsOfAnotherSnapshot_IsNotTaken()
    {
        var (leader, follower) = await StartAsync(withRedis: true);
        await leader.PollAsync("coingecko");
        await WaitForSameAsync(leader, follower);
        using var outcomes = new MetricOutcomes("marketdata.replica.packets");

        var later = new MarketData.Snapshots.SnapshotStamp(long.MaxValue, DateTimeOffset.UtcNow);
        (await follower.Services.GetRequiredService<SnapshotBroadcast>().FindAsync(later, CancellationToken.None)).ShouldBeNull();

        outcomes.Seen.ShouldContain("other_version");
    }

    [Fact]
    public async Task Follow_RedisIsAway_ReadsTheDatabase()
    {
        var (leader, follower) = await StartAsync(withRedis: true);
        _redis.Kill();

        _upstream.Advance();
        await leader.PollAsync("coingecko");

        await WaitForSameAsync(leader, follower);
    }

    [Fact]
    public async Task Poll_OnAFollower_StoresNothing()
    {
        var (_, follower) = await StartAsync(withRedis: false);

        var run = await follower.PollAsync("coingecko");

        run.ErrorCode.ShouldBe("not_leader");
        follower.Services.GetRequiredService<Leadership>().Status.Role.ShouldBe(ReplicaRole.Follower);
    }

    [Fact]
    public async Task Resign_LeaderStops_TheFollowerLeadsAndPublishesUnderALaterVersion()
    {
        var (leader, follower) = await StartAsync(withRedis: true);
        var before = await VersionAsync(leader);
        await leader.DisposeAsync();
        _apps.Remove(leader);

        var term = await follower.Services.GetRequiredService<Leadership>().WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        await follower.Services.GetRequiredService<MarketData.Ingestion.IngestionPipeline>().LoadAsync(CancellationToken.None);
        _upstream.Advance();
        await follower.PollAsync("coingecko");

        term.Epoch.ShouldBe(2);
        (await VersionAsync(follower)).ShouldBeGreaterThan(before);
    }

    private async Task<(MarketDataApp Leader, MarketDataApp Follower)> StartAsync(bool withRedis)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = _connectionString,
            ["ConnectionStrings:Redis"] = withRedis ? _redis.ConnectionString : "",
            ["Redis:Timeout"] = "00:00:01",
        };
        var leader = await MarketDataApp.StartPolledAsync(settings, _upstream);
        _apps.Add(leader);
        var follower = await MarketDataApp.StartAsync(settings, _upstream);
        _apps.Add(follower);
        return (leader, follower);
    }

    private static async Task<long> VersionAsync(MarketDataApp app) =>
        (await app.GetJsonAsync("/v1/global")).GetProperty("meta").GetProperty("snapshot").GetInt64();

    private static async Task WaitForSameAsync(MarketDataApp leader, MarketDataApp follower)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var version = await VersionAsync(leader);
        while (await VersionAsync(follower) != version)
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
