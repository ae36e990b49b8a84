using MarketData.Ingestion;
using MarketData.Snapshots;
using MarketData.Tests.Ingestion;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.Tests.Snapshots;

public sealed class StalenessWorkerTests : IDisposable
{
    private readonly PipelineRig _rig = new();
    private readonly StalenessWorker _worker;

    public StalenessWorkerTests() =>
        _worker = new StalenessWorker(_rig.Pipeline, _rig.Holder, _rig.Leadership, _rig.Time, NullLogger<StalenessWorker>.Instance);

    [Fact]
    public async Task RunOnceAsync_NoSnapshot_DoesNothing()
    {
        await _worker.RunOnceAsync(default);

        _rig.Holder.Current.ShouldBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_NothingTurnedStale_DoesNothing()
    {
        await PublishAsync();
        var before = _rig.Snapshot;
        _rig.Time.Now = Make.Now.AddMinutes(15);

        await _worker.RunOnceAsync(default);

        _rig.Snapshot.ShouldBeSameAs(before);
    }

    [Fact]
    public async Task RunOnceAsync_FigureTurnedStale_PublishesOnce()
    {
        await PublishAsync();
        _rig.Time.Now = Make.Now.AddMinutes(15).AddTicks(1);

        await _worker.RunOnceAsync(default);
        var published = _rig.Snapshot;
        await _worker.RunOnceAsync(default);

        published.Rows[0].Quote!.Stale.ShouldBeTrue();
        _rig.Snapshot.ShouldBeSameAs(published);
    }

    public void Dispose()
    {
        _worker.Dispose();
        _rig.Dispose();
    }

    private async Task PublishAsync()
    {
        await _rig.Pipeline.LoadAsync(default);
        await _rig.PollAsync(SourceNames.CoinGecko, _rig.Batch(Make.Raw()));
    }
}
