using MarketData.Caching;

namespace MarketData.Tests.Caching;

public sealed class ReadThroughCacheTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 13, 47, 11, TimeSpan.Zero));
    private readonly CacheOptions _options = new();
    private readonly CacheRig _rig;

    public ReadThroughCacheTests() => _rig = new CacheRig(options: _options, time: _time);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task GetOrCreate_AskedForAgain_IsNotReadAgain()
    {
        (await _rig.GetAsync("a")).ShouldBe("a");

        (await _rig.GetAsync("b")).ShouldBe("a");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task GetOrCreate_ManyMissesAtOnce_IsReadOnce(int requests)
    {
        var reading = new SlowReading();
        var asked = Enumerable.Range(0, requests).Select(_ => Task.Run(() => _rig.GetAsync(reading.LoadAsync))).ToList();
        await reading.Began;
        reading.End("a");

        (await Task.WhenAll(asked)).ShouldAllBe(text => text == "a");

        reading.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetOrCreate_FreshTimeOver_IsReadAgain()
    {
        await _rig.GetAsync("a");

        // A minute, and the tenth of it that it may be prolonged by.
        _time.Advance(TimeSpan.FromSeconds(67));

        (await _rig.GetAsync("b")).ShouldBe("b");
    }

    [Fact]
    public async Task GetOrCreate_DataChanged_IsReadAgain()
    {
        await _rig.GetAsync("a");

        _rig.Version.Advance();

        (await _rig.GetAsync("b")).ShouldBe("b");
        (await _rig.GetAsync("c")).ShouldBe("b");
    }

    [Fact]
    public async Task GetOrCreate_DataChangedDuringTheReading_ThatIsNotJoined()
    {
        var early = new SlowReading();
        var first = _rig.GetAsync(early.LoadAsync);
        await early.Began;
        _rig.Version.Advance();

        (await _rig.GetAsync("new")).ShouldBe("new");

        early.End("old");
        (await first).ShouldBe("old");
        (await _rig.GetAsync("newer")).ShouldBe("new");
        _rig.OutcomesOf("marketdata.cache.readings").ShouldBe(["loaded", "loaded"]);
    }

    [Fact]
    public async Task GetOrCreate_Empty_IsKeptBriefly()
    {
        await _rig.GetAsync("");
        (await _rig.GetAsync("a")).ShouldBe("");

        _time.Advance(TimeSpan.FromSeconds(6));

        (await _rig.GetAsync("a")).ShouldBe("a");
    }

    [Fact]
    public async Task GetOrCreate_ReadingFails_GivesTheOlderOneAndTriesAgainLater()
    {
        await _rig.GetAsync("a");
        _rig.Version.Advance();
        (await _rig.GetAsync(Fails)).ShouldBe("a*");

        (await _rig.GetAsync("b")).ShouldBe("a*");
        _time.Advance(_options.RetryAfter);

        (await _rig.GetAsync("b")).ShouldBe("b");
        _rig.OutcomesOf("marketdata.cache.requests").ShouldBe(["miss", "stale", "stale", "miss"]);
        _rig.OutcomesOf("marketdata.cache.readings").ShouldBe(["loaded", "failed", "loaded"]);
    }

    [Fact]
    public async Task GetOrCreate_ReadingFailsBeyondTheLimitOfStaleness_Fails()
    {
        await _rig.GetAsync("a");
        _time.Advance(TimeSpan.FromSeconds(67) + _options.StaleFor);

        await Should.ThrowAsync<IOException>(() => _rig.GetAsync(Fails));
    }

    [Fact]
    public async Task GetOrCreate_NothingHeldAndReadingFails_FailsForAllWhoWait()
    {
        var reading = new SlowReading();
        var asked = Enumerable.Range(0, 10).Select(_ => _rig.GetAsync(reading.LoadAsync)).ToList();
        await reading.Began;
        reading.Break();

        foreach (var request in asked)
        {
            await Should.ThrowAsync<IOException>(() => request);
        }

        reading.Count.ShouldBe(1);
        (await _rig.GetAsync("a")).ShouldBe("a");
    }

    [Fact]
    public async Task GetOrCreate_ReadingSlow_GivesTheOlderOneAndReadsOn()
    {
        await _rig.GetAsync("a");
        _rig.Version.Advance();
        var reading = new SlowReading();
        var asked = _rig.GetAsync(reading.LoadAsync);
        await reading.Began;
        _time.Advance(_options.SoftTimeout);
        (await asked).ShouldBe("a*");

        // Whoever comes now does not wait as long again.
        (await _rig.GetAsync("not read")).ShouldBe("a*");
        reading.End("b");
        while (_rig.OutcomesOf("marketdata.cache.readings").Count < 2)
        {
            await Task.Yield();
        }

        (await _rig.GetAsync("c")).ShouldBe("b");
        reading.WasCanceled.ShouldBeFalse();
    }

    [Fact]
    public async Task GetOrCreate_NothingHeldAndReadingSlow_FailsAndReadsOn()
    {
        var reading = new SlowReading();
        var asked = _rig.GetAsync(reading.LoadAsync);
        await reading.Began;

        _time.Advance(_options.ColdTimeout);

        await ShouldGiveUpAsync(asked);
        var again = _rig.GetAsync("not read");
        reading.End("a");
        (await again).ShouldBe("a");
        reading.WasCanceled.ShouldBeFalse();
    }

    [Fact]
    public async Task GetOrCreate_AReadingIsOverdue_OthersWaitBrieflyUntilOneEnds()
    {
        var reading = new SlowReading();
        var asked = _rig.GetAsync(reading.LoadAsync);
        await reading.Began;
        _time.Advance(_options.ColdTimeout);
        await ShouldGiveUpAsync(asked);

        var (other, third) = (new SlowReading(), new SlowReading());
        var askedOther = _rig.GetAsync(other.LoadAsync, "other");
        await other.Began;
        _time.Advance(_options.FailingTimeout);
        await ShouldGiveUpAsync(askedOther);
        other.End("b");
        (await _rig.GetAsync("not read", "other")).ShouldBe("b");

        var askedThird = _rig.GetAsync(third.LoadAsync, "third");
        await third.Began;
        _time.Advance(_options.FailingTimeout);
        third.End("c");
        (await askedThird).ShouldBe("c");
    }

    [Fact]
    public async Task GetOrCreate_AReadingIsOverdueWhileOthersEnd_OthersWaitAsEver()
    {
        var (slow, other) = (new SlowReading(), new SlowReading());
        var asked = _rig.GetAsync(slow.LoadAsync);
        await slow.Began;
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _rig.GetAsync("a", "quick")).ShouldBe("a");
        _time.Advance(_options.ColdTimeout);
        await ShouldGiveUpAsync(asked);

        var askedOther = _rig.GetAsync(other.LoadAsync, "other");
        await other.Began;
        _time.Advance(_options.FailingTimeout);
        other.End("b");

        (await askedOther).ShouldBe("b");
    }

    [Fact]
    public async Task GetOrCreate_ReadingHangs_FailsAtTheHardTimeout()
    {
        _options.ColdTimeout = 2 * _options.HardTimeout;
        var reading = new SlowReading();
        var asked = _rig.GetAsync(reading.LoadAsync);
        await reading.Began;

        _time.Advance(_options.HardTimeout);

        await Should.ThrowAsync<TimeoutException>(() => asked);
        (await _rig.GetAsync("a")).ShouldBe("a");
    }

    [Fact]
    public async Task GetOrCreate_OneOfTwoLeaves_TheOtherIsAnswered()
    {
        var reading = new SlowReading();
        using var leaving = new CancellationTokenSource();
        var leaves = _rig.GetAsync(reading.LoadAsync, cancellationToken: leaving.Token);
        var stays = _rig.GetAsync(reading.LoadAsync);
        await reading.Began;

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaves);
        var joins = _rig.GetAsync(reading.LoadAsync);
        reading.End("a");

        (await stays).ShouldBe("a");
        (await joins).ShouldBe("a");
        (reading.Count, reading.WasCanceled).ShouldBe((1, false));
    }

    [Fact]
    public async Task GetOrCreate_TheLastOneLeaves_TheReadingEnds()
    {
        var reading = new SlowReading();
        using var leaving = new CancellationTokenSource();
        var asked = Enumerable.Range(0, 3).Select(_ => _rig.GetAsync(reading.LoadAsync, cancellationToken: leaving.Token)).ToList();
        await reading.Began;

        await leaving.CancelAsync();

        foreach (var request in asked)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => request);
        }

        await reading.Canceled;
        (await _rig.GetAsync("a")).ShouldBe("a");
        reading.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetOrCreate_LargerThanMemoryKeeps_IsGivenAndReadEachTime()
    {
        _options.MemoryBytes = 1000;
        using var rig = new CacheRig(options: _options, time: _time);

        (await rig.GetAsync("a")).ShouldBe("a");
        (await rig.GetAsync("b")).ShouldBe("b");
    }

    private static Task<string> Fails(CancellationToken cancellationToken) => throw new IOException("away");

    /// <summary>The time has been advanced: what has not given up by now never will.</summary>
    private static async Task ShouldGiveUpAsync(Task<string> asked)
    {
        await Task.WhenAny(asked, Task.Delay(TimeSpan.FromSeconds(10)));
        asked.IsFaulted.ShouldBeTrue();
        asked.Exception!.InnerException.ShouldBeOfType<TimeoutException>();
    }

    /// <summary>A reading that ends when the test wants it to, and counts how often it is begun.</summary>
    private sealed class SlowReading
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _canceled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<string> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task Began => _began.Task;

        public Task Canceled => _canceled.Task;

        public int Count => _count;

        public bool WasCanceled => _canceled.Task.IsCompleted;

        public async Task<string> LoadAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            await using var canceled = cancellationToken.Register(() => _canceled.TrySetResult());
            _began.TrySetResult();
            return await _text.Task;
        }

        public void End(string text) => _text.SetResult(text);

        public void Break() => _text.SetException(new IOException("away"));
    }
}
