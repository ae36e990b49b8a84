using MarketData.Caching;
using MarketData.IntegrationTests.Servers;
using MarketData.Tests.Caching;

namespace MarketData.IntegrationTests.Caching;

/// <summary>The caches of two processes over one Redis.</summary>
public sealed class SharedCacheTests : IAsyncLifetime, IDisposable
{
    /// <summary>Time enough for an answer on a busy machine, so that what is not answered is Redis's doing.</summary>
    private static readonly RedisOptions Patient = new() { Timeout = TimeSpan.FromSeconds(1) };

    private LocalRedis _redis = null!;
    private CacheRig _first = null!;
    private CacheRig _second = null!;

    public async Task InitializeAsync()
    {
        _redis = await LocalRedis.StartAsync();
        _first = new CacheRig(_redis.ConnectionString, Patient);
        _second = new CacheRig(_redis.ConnectionString, Patient);
        await _first.WaitUntilAnsweredAsync();
        await _second.WaitUntilAnsweredAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _redis.Dispose();
    }

    [Fact]
    public async Task GetOrCreate_ReadByAnotherProcess_ComesFromRedis()
    {
        await _first.GetAsync("a");

        (await _second.GetAsync("b")).ShouldBe("a");

        _second.OutcomesOf("marketdata.cache.readings").ShouldBe(["shared"]);
    }

    [Fact]
    public async Task GetOrCreate_ThousandMissesInTwoProcesses_IsReadOnce()
    {
        var count = 0;
        var asked = Enumerable.Range(0, 1000).Select(i => Task.Run(() => (i % 2 == 0 ? _first : _second).GetAsync(async token =>
        {
            Interlocked.Increment(ref count);
            await Task.Delay(TimeSpan.FromMilliseconds(100), token);
            return "a";
        })));

        (await Task.WhenAll(asked)).ShouldAllBe(text => text == "a");

        count.ShouldBe(1);
    }

    [Fact]
    public async Task GetOrCreate_OneAfterTheOtherAsFastAsCanBe_EachKeyIsReadOnce()
    {
        var count = 0;
        for (var key = 0; key < 200; key++)
        {
            var asked = new[] { _first, _second }.Select(rig => Task.Run(() => rig.GetAsync(_ => Task.FromResult($"{Interlocked.Increment(ref count)}"), $"key{key}")));
            var texts = await Task.WhenAll(asked);
            texts[0].ShouldBe(texts[1]);
        }

        count.ShouldBe(200);
    }

    [Fact]
    public async Task GetOrCreate_ReaderDiedWithTheLock_IsReadByAnother()
    {
        var impatient = new CacheOptions { LockFor = TimeSpan.FromMilliseconds(200) };
        using var rig = new CacheRig(_redis.ConnectionString, Patient, impatient);
        await _first.Redis.TryAsync(
            "lock", database => database.LockTakeAsync(new CacheKeys("md").Lock("key"), "dead", TimeSpan.FromMinutes(1)), CancellationToken.None);

        (await rig.GetAsync("a")).ShouldBe("a");
    }

    [Theory]
    [InlineData("{\"data\": []}")]
    [InlineData("")]
    [InlineData("\u0001\u0000short")]
    public async Task GetOrCreate_EntryThatCannotBeRead_IsAMissAndCounted(string entry)
    {
        await _first.Redis.TryAsync("set", database => database.StringSetAsync(new CacheKeys("md").Answer("key"), entry), CancellationToken.None);

        (await _first.GetAsync("a")).ShouldBe("a");

        _first.OutcomesOf("marketdata.cache.unreadable").Count.ShouldBeGreaterThan(0);
        (await _second.GetAsync("b")).ShouldBe("a");
    }

    [Fact]
    public async Task GetOrCreate_OutOfDateInRedisAndReadingFails_IsGivenAsStale()
    {
        await _first.GetAsync("a");
        await WaitUntilSharedAsync();
        _second.Version.Advance();

        (await _second.GetAsync(_ => throw new IOException("away"))).ShouldBe("a*");
    }

    [Fact]
    public async Task GetOrCreate_RedisDead_EachProcessReadsOnce()
    {
        _redis.Kill();

        (await _first.GetAsync("a")).ShouldBe("a");
        (await _second.GetAsync("b")).ShouldBe("b");
        (await _second.GetAsync("c")).ShouldBe("b");
    }

    /// <summary>Over the worker as it runs: the message is lost, and nothing but its regular look at the counter can tell.</summary>
    [Fact]
    public async Task Advance_ToldButLost_IsHeardByTheNextLook()
    {
        await _second.Worker.StartAsync(CancellationToken.None);
        await _first.Worker.TellAsync(1, CancellationToken.None);
        await WaitUntilAsync(() => _second.Version.Current == 1);

        await _first.Redis.TryAsync("set", database => database.StringSetAsync(new CacheKeys("md").DataVersion, 7), CancellationToken.None);

        await WaitUntilAsync(() => _second.Version.Current == 7);
        await _second.Worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Advance_Told_IsHeardByTheOtherProcess()
    {
        await _second.Worker.CheckAsync(CancellationToken.None);
        await _first.GetAsync("a");
        (await _second.GetAsync("b")).ShouldBe("a");

        _first.Version.Advance();
        (await _first.Worker.TellAsync(_first.Version.Current, CancellationToken.None)).ShouldBeTrue();

        await WaitUntilAsync(() => _second.Version.Current == _first.Version.Current);
        (await _second.GetAsync("c")).ShouldBe("c");
    }

    [Fact]
    public async Task Check_MessageLost_FindsTheVersionAllTheSame()
    {
        _first.Version.Advance();
        await _first.Worker.TellAsync(_first.Version.Current, CancellationToken.None);

        await _second.Worker.CheckAsync(CancellationToken.None);

        _second.Version.Current.ShouldBe(1);
    }

    [Fact]
    public async Task Tell_RedisLostTheCounter_RaisesItToOurVersion()
    {
        _first.Version.Heard(41);
        _first.Version.Advance();

        await _first.Worker.TellAsync(42, CancellationToken.None);
        await _second.Worker.CheckAsync(CancellationToken.None);

        _second.Version.Current.ShouldBe(42);
    }

    [Fact]
    public async Task Tell_TwoProcessesStoreAtOnce_BothAreHeard()
    {
        _first.Version.Advance();
        _second.Version.Advance();

        await _first.Worker.TellAsync(1, CancellationToken.None);
        await _second.Worker.TellAsync(1, CancellationToken.None);
        await _first.Worker.CheckAsync(CancellationToken.None);

        (_first.Version.Current, _second.Version.Current).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Tell_RedisFrozen_SaysThatNobodyWasTold()
    {
        await _redis.FreezeAsync();

        (await _first.Worker.TellAsync(1, CancellationToken.None)).ShouldBeFalse();

        await _redis.ThawAsync();
    }

    /// <summary>Until the first process, which does not make its requests wait for Redis, has put its answer there.</summary>
    private Task WaitUntilSharedAsync() => WaitUntilAsync(() => _first.RedisOutcomes.Count(outcome => outcome == "answered") >= 6);

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), deadline.Token);
        }
    }
}
