using MarketData.Access.Limits;
using MarketData.Assets;
using MarketData.Caching;
using MarketData.Database;
using MarketData.IntegrationTests.Servers;
using MarketData.Replicas;
using MarketData.Snapshots;
using MarketData.Tests.Caching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace MarketData.IntegrationTests.Caching;

/// <summary>Everything that replicas share over Redis, on a real cluster of three nodes, where a script's keys must lie in one slot.</summary>
public sealed class RedisClusterTests : IAsyncLifetime, IDisposable
{
    private const int Keys = 60;

    // A busy machine must not be taken for an outage.
    private static readonly RedisOptions Patient = new() { Timeout = TimeSpan.FromSeconds(1) };

    private LocalRedisCluster _cluster = null!;
    private CacheRig _first = null!;
    private CacheRig _second = null!;

    public async Task InitializeAsync()
    {
        _cluster = await LocalRedisCluster.StartAsync();
        _first = new CacheRig(_cluster.ConnectionString, Patient);
        _second = new CacheRig(_cluster.ConnectionString, Patient);
        foreach (var rig in (CacheRig[])[_first, _second])
        {
            await rig.WaitUntilAnsweredAsync();
            await WaitForAllNodesAsync(rig);
            rig.ForgetOutcomes();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task GetOrCreate_KeysOnAllNodes_AreReadOnceForBothProcesses()
    {
        var reads = 0;
        for (var key = 0; key < Keys; key++)
        {
            var asked = new[] { _first, _second }.Select(rig => Task.Run(() => rig.GetAsync(_ => Task.FromResult($"{Interlocked.Increment(ref reads)}"), $"key{key}")));
            var texts = await Task.WhenAll(asked);
            texts[0].ShouldBe(texts[1]);
        }

        reads.ShouldBe(Keys);
        ShouldAllBeAnswered();
    }

    [Fact]
    public async Task TakeAsync_CallersOnAllNodes_ShareTheirLimits()
    {
        var (first, second) = (new SharedBuckets(_first.Redis), new SharedBuckets(_second.Redis));
        for (var caller = 0; caller < Keys; caller++)
        {
            (await first.TakeAsync($"caller{caller}", 2, CancellationToken.None))!.Value.IsGranted.ShouldBeTrue();
            (await second.TakeAsync($"caller{caller}", 2, CancellationToken.None))!.Value.IsGranted.ShouldBeTrue();
            (await first.TakeAsync($"caller{caller}", 2, CancellationToken.None))!.Value.IsGranted.ShouldBeFalse();
            await second.ReturnAsync($"caller{caller}", 2, CancellationToken.None);
        }

        ShouldAllBeAnswered();
    }

    [Fact]
    public async Task Tell_OtherProcessListensAtAnyNode_IsHeard()
    {
        await _second.Worker.StartAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var version = 1; version <= 20; version++)
        {
            (await _first.Worker.TellAsync(version, patience.Token)).ShouldBeTrue();
            while (_second.Version.Current < version)
            {
                await Task.Delay(5, patience.Token);
            }
        }

        await _second.Worker.StopAsync(CancellationToken.None);
        ShouldAllBeAnswered();
    }

    [Fact]
    public async Task Put_PacketInSeveralParts_IsFoundByTheOtherProcessWhichIsTold()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new ReplicaMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        using var leader = new SnapshotBroadcast(_first.Redis, metrics, NullLogger<SnapshotBroadcast>.Instance);
        using var follower = new SnapshotBroadcast(_second.Redis, metrics, NullLogger<SnapshotBroadcast>.Instance);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await follower.SubscribeAsync(() => told.TrySetResult(), CancellationToken.None);
        var stamp = new SnapshotStamp(7, DateTimeOffset.UtcNow);
        var random = new Random(7);
        var market = new MarketState
        {
            Assets = [.. Enumerable.Range(1, 20_000).Select(id => new Asset(id, $"asset-{random.NextInt64()}", "a", "Asset", null, stamp.BuiltAt))],
        };

        (await leader.PutAsync(new SnapshotPacket(stamp, market, [], []), CancellationToken.None)).ShouldBeTrue();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(60));

        (await follower.FindAsync(stamp, CancellationToken.None))!.Market.Assets.ShouldBe(market.Assets);
        _second.RedisOutcomes.Count.ShouldBeGreaterThan(2, "The packet has more than one part.");
        ShouldAllBeAnswered();
    }

    /// <summary>The client is connected to one node before it is to the others.</summary>
    private static async Task WaitForAllNodesAsync(CacheRig rig)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var answered = 0; answered < Keys;)
        {
            var key = $"key{answered}";
            var read = await rig.Redis.TryAsync("warm", database => database.StringGetAsync(key), patience.Token);
            var told = await rig.Redis.TryAsync("warm", database => database.PublishAsync(new RedisChannel(key, RedisChannel.PatternMode.Literal), ""), patience.Token);
            answered = read.Answered && told.Answered ? answered + 1 : 0;
            await Task.Delay(answered == 0 ? 50 : 0, patience.Token);
        }
    }

    private void ShouldAllBeAnswered() => _first.RedisOutcomes.Concat(_second.RedisOutcomes).ShouldAllBe(outcome => outcome == "answered");
}
