using MarketData.Caching;
using MarketData.IntegrationTests.Servers;
using MarketData.Tests.Caching;
using StackExchange.Redis;

namespace MarketData.IntegrationTests.Caching;

public sealed class RedisConnectionTests
{
    /// <summary>Time enough for an answer on a busy machine, so that what is not answered is Redis's doing.</summary>
    private static readonly RedisOptions Patient = new() { Timeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task TryAsync_NoRedisSet_AsksNobody()
    {
        using var rig = new CacheRig("");

        (await rig.PingAsync()).ShouldBeFalse();

        rig.Redis.IsConfigured.ShouldBeFalse();
        rig.RedisOutcomes.ShouldBeEmpty();
    }

    [Fact]
    public async Task TryAsync_RedisThere_GivesItsAnswer()
    {
        using var redis = await LocalRedis.StartAsync();
        using var rig = new CacheRig(redis.ConnectionString, Patient);
        await rig.WaitUntilAnsweredAsync();

        await rig.Redis.TryAsync("set", database => database.StringSetAsync("a", "1"), CancellationToken.None);
        var reply = await rig.Redis.TryAsync("get", database => database.StringGetAsync("a"), CancellationToken.None);

        reply.Answered.ShouldBeTrue();
        ((string?)reply.Value).ShouldBe("1");
        rig.RedisOutcomes.ShouldContain("answered");
    }

    [Fact]
    public async Task TryAsync_CommandRefused_IsNoAnswerButKeepsTheCircuitClosed()
    {
        using var redis = await LocalRedis.StartAsync();
        using var rig = new CacheRig(redis.ConnectionString, Patient);
        await rig.WaitUntilAnsweredAsync();

        for (var call = 0; call < 5; call++)
        {
            (await rig.Redis.TryAsync("script", database => database.ScriptEvaluateAsync("return redis.call('NOPE')"), CancellationToken.None))
                .Answered.ShouldBeFalse();
        }

        rig.RedisOutcomes.TakeLast(5).ShouldAllBe(outcome => outcome == "refused");
        (await rig.PingAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task TryAsync_NobodyThereAtTheStart_IsFoundOnceItRuns()
    {
        using var redis = await LocalRedis.StartAsync();
        redis.Kill();
        using var rig = new CacheRig(redis.ConnectionString);
        (await rig.PingAsync()).ShouldBeFalse();

        await redis.RunAsync();

        await rig.WaitUntilAnsweredAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TryAsync_RedisDiesOrFreezes_EveryCallEndsAndMostAskNobody(bool freezes)
    {
        using var redis = await LocalRedis.StartAsync();
        using var rig = new CacheRig(redis.ConnectionString, new RedisOptions { Pause = TimeSpan.FromMilliseconds(200) });
        await rig.WaitUntilAnsweredAsync();
        rig.ForgetOutcomes();
        if (freezes)
        {
            await redis.FreezeAsync();
        }
        else
        {
            redis.Kill();
        }

        for (var call = 0; call < 10_000; call++)
        {
            (await rig.PingAsync()).ShouldBeFalse();
        }

        rig.RedisOutcomes.Count.ShouldBe(10_000);
        rig.RedisOutcomes.Take(3).ShouldAllBe(outcome => outcome == "timeout" || outcome == "failed");
        rig.RedisOutcomes.Count(outcome => outcome == "circuit_open").ShouldBeGreaterThan(9_900);
        if (freezes)
        {
            await redis.ThawAsync();
        }
        else
        {
            await redis.RunAsync();
        }

        await rig.WaitUntilAnsweredAsync();
    }

    [Fact]
    public async Task TryAsync_CallerLeaves_IsCanceledAndNoFailureOfRedis()
    {
        using var redis = await LocalRedis.StartAsync();
        using var rig = new CacheRig(redis.ConnectionString, Patient);
        await rig.WaitUntilAnsweredAsync();
        await redis.FreezeAsync();
        rig.ForgetOutcomes();

        for (var call = 0; call < 5; call++)
        {
            using var leaving = new CancellationTokenSource();
            var asked = rig.Redis.TryAsync("get", database => database.StringGetAsync("a"), leaving.Token);
            await leaving.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await asked);
        }

        rig.RedisOutcomes.ShouldBeEmpty();
        await redis.ThawAsync();
        await rig.WaitUntilAnsweredAsync();
    }

    [Fact]
    public async Task SubscribeAsync_RedisRestarted_HearsMessagesAgain()
    {
        using var redis = await LocalRedis.StartAsync();
        using var rig = new CacheRig(redis.ConnectionString, Patient);
        await rig.WaitUntilAnsweredAsync();
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await rig.Redis.SubscribeAsync("news", message => heard.TrySetResult(message!), CancellationToken.None);
        redis.Kill();
        await redis.RunAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        // The two connections of the client, for commands and for messages, come back at times of their own.
        while (!heard.Task.IsCompleted)
        {
            await rig.Redis.TryAsync("publish", database => database.PublishAsync(new RedisChannel("news", RedisChannel.PatternMode.Literal), "hello"), deadline.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }

        (await heard.Task).ShouldBe("hello");
    }
}
