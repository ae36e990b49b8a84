using MarketData.Caching;
using MarketData.Candles;
using MarketData.Replicas;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Candles;

public sealed class RetentionWorkerTests
{
    private readonly MemoryCandleStore _store = new();
    private readonly DataVersion _version = new();
    private readonly HistoryOptions _options = new();
    private readonly Leadership _leadership = Make.Leadership();

    [Fact]
    public async Task RunOnceAsync_Settings_AreTheCutoffs()
    {
        using var worker = Worker(new FixedTime());
        _options.Retention.OneHour = TimeSpan.FromDays(365);

        await worker.RunOnceAsync(0, default);

        _store.Removals.ShouldBe([new HistoryCutoffs(Make.Now.AddDays(-30), Make.Now.AddDays(-365), null, Make.Now.AddDays(-30))]);
    }

    [Fact]
    public async Task RunOnceAsync_StoreFails_DoesNotThrow()
    {
        using var worker = Worker(new FixedTime());
        _store.Failure = new IOException();

        await worker.RunOnceAsync(0, default);

        _store.Removals.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunOnceAsync_RemovedOrBrokenOff_AnswersReadBeforeAreOutOfDate(bool fails)
    {
        using var worker = Worker(new FixedTime());
        _store.Failure = fails ? new IOException() : null;

        await worker.RunOnceAsync(0, default);

        _version.Current.ShouldBe(1);
    }

    [Fact]
    public async Task RunOnceAsync_StoreTimesOut_DoesNotThrow()
    {
        using var worker = Worker(new FixedTime());
        _store.Failure = new TaskCanceledException();

        await worker.RunOnceAsync(0, default);
    }

    [Fact]
    public async Task RunOnceAsync_Cancelled_Throws()
    {
        using var worker = Worker(new FixedTime());

        await Should.ThrowAsync<OperationCanceledException>(() => worker.RunOnceAsync(0, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task StartAsync_HoursGoBy_RunsAgainAfterAFailure()
    {
        var time = new ManualTimeProvider(Make.Now);
        using var worker = Worker(time);
        _store.Failure = new IOException();
        await worker.StartAsync(default);

        while (_store.Removals.Count < 2)
        {
            // The loop starts on a thread of its own: the clock goes on until its timer is there.
            time.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
        }

        await worker.StopAsync(default);
        _store.Removals[1].FiveMinutes!.Value.ShouldBeGreaterThan(_store.Removals[0].FiveMinutes!.Value);
    }

    private RetentionWorker Worker(TimeProvider time) =>
        new(_store, _version, _leadership, Options.Create(_options), time, NullLogger<RetentionWorker>.Instance);
}
