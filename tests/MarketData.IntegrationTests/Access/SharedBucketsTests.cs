using MarketData.Access;
using MarketData.Access.Limits;
using MarketData.Caching;
using MarketData.IntegrationTests.Servers;
using MarketData.Tests.Caching;

namespace MarketData.IntegrationTests.Access;

/// <summary>Limits over several replicas and one Redis, with Redis there and away.</summary>
public sealed class SharedBucketsTests
{
    private static readonly Plan Hundred = new("hundred", new PlanOptions { RequestsPerMinute = 100 });

    // That Redis is given up in time is RedisConnection's to show; here a busy machine must not be taken for an outage.
    private static readonly RedisOptions Patient = new() { Timeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task TakeAsync_ByReplicasTogether_GrantsTheLimitOnce()
    {
        using var redis = await LocalRedis.StartAsync();
        using var first = new CacheRig(redis.ConnectionString, Patient);
        using var second = new CacheRig(redis.ConnectionString, Patient);
        await first.WaitUntilAnsweredAsync();
        await second.WaitUntilAnsweredAsync();
        var time = new StandingTime();
        (RateLimiter Limiter, Caller Caller)[] replicas = [Replica(first, time), Replica(second, time)];

        var granted = 0;
        for (var i = 0; i < 300; i++)
        {
            var (limiter, caller) = replicas[i % 2];
            granted += (await limiter.TakeAsync(caller, CancellationToken.None)).IsGranted ? 1 : 0;
        }

        // Redis' own clock goes on while the test runs: a hundred a minute is less than two a second.
        granted.ShouldBeInRange(100, 110);
        first.RedisOutcomes.Concat(second.RedisOutcomes).ShouldAllBe(outcome => outcome == "answered");
    }

    [Fact]
    public async Task TakeAsync_RedisRefuses_LeavesTheOwnBucketAsItWas()
    {
        using var redis = await LocalRedis.StartAsync();
        using var first = new CacheRig(redis.ConnectionString, Patient);
        await first.WaitUntilAnsweredAsync();
        var time = new StandingTime();
        var (limiter, caller) = Replica(first, time);
        var (otherLimiter, otherCaller) = Replica(first, time);
        for (var i = 0; i < 100; i++)
        {
            await otherLimiter.TakeAsync(otherCaller, CancellationToken.None);
        }

        var refused = await limiter.TakeAsync(caller, CancellationToken.None);

        refused.IsGranted.ShouldBeFalse();
        refused.Wait.ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(600));
        limiter.Remaining(caller).ShouldBe(100);
    }

    [Fact]
    public async Task ReturnAsync_Token_CanBeTakenAtTheOtherReplica()
    {
        using var redis = await LocalRedis.StartAsync();
        using var rig = new CacheRig(redis.ConnectionString, Patient);
        await rig.WaitUntilAnsweredAsync();
        var shared = new SharedBuckets(rig.Redis);
        (await shared.TakeAsync("k", 1, CancellationToken.None))!.Value.IsGranted.ShouldBeTrue();
        (await shared.TakeAsync("k", 1, CancellationToken.None))!.Value.IsGranted.ShouldBeFalse();

        await shared.ReturnAsync("k", 1, CancellationToken.None);
        await shared.ReturnAsync("unknown", 1, CancellationToken.None);

        (await shared.TakeAsync("k", 1, CancellationToken.None))!.Value.IsGranted.ShouldBeTrue();
        (await rig.Redis.TryAsync("exists", database => database.KeyExistsAsync("md:rate:unknown"), CancellationToken.None)).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task TakeAsync_RedisKilled_FallsBackToTheOwnLimit()
    {
        using var redis = await LocalRedis.StartAsync();
        using var rig = new CacheRig(redis.ConnectionString, Patient);
        await rig.WaitUntilAnsweredAsync();
        var (limiter, caller) = Replica(rig, new StandingTime());
        redis.Kill();

        var granted = 0;
        for (var i = 0; i < 300; i++)
        {
            granted += (await limiter.TakeAsync(caller, CancellationToken.None)).IsGranted ? 1 : 0;
        }

        granted.ShouldBe(100);
        rig.RedisOutcomes.ShouldContain("circuit_open");
    }

    [Fact]
    public async Task TakeAsync_WithoutRedis_IsDoneAtOnce()
    {
        using var rig = new CacheRig("");
        var (limiter, caller) = Replica(rig, new StandingTime());

        var taking = limiter.TakeAsync(caller, CancellationToken.None);

        taking.IsCompletedSuccessfully.ShouldBeTrue();
        (await taking).Remaining.ShouldBe(99);
        rig.RedisOutcomes.ShouldBeEmpty();
    }

    private static (RateLimiter Limiter, Caller Caller) Replica(CacheRig rig, TimeProvider time) =>
        (new RateLimiter(new SharedBuckets(rig.Redis), time), new Caller("key:k", "key:k", Hundred));

    /// <summary>A clock that stands, so that what is granted does not depend on how fast the test runs.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public override long GetTimestamp() => 1_000_000_000;
    }
}
