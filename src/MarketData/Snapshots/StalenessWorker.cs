using MarketData.Ingestion;
using MarketData.Replicas;

namespace MarketData.Snapshots;

/// <summary>Publishes the snapshot anew when a figure in it becomes stale, so that no answer claims fresher data than it has.</summary>
internal sealed partial class StalenessWorker(
    IngestionPipeline pipeline, SnapshotHolder holder, Leadership leadership, TimeProvider time, ILogger<StalenessWorker> logger) : BackgroundService
{
    /// <summary>Figures of many assets turn stale one after another; a look every five seconds bounds the work and the lag.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>How long a follower waits for the leader to say it, so that all replicas serve one snapshot: a takeover, and two looks.</summary>
    private static readonly TimeSpan FollowersPatience = TimeSpan.FromSeconds(20);

    /// <summary>Publishes anew if a figure of the current snapshot has become stale since it was built.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var patience = leadership.Current is null ? FollowersPatience : TimeSpan.Zero;
        if (holder.Current?.NextStaleAt is not { } staleAt || time.GetUtcNow() <= staleAt + patience)
        {
            return;
        }

        try
        {
            await pipeline.RepublishAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.RepublishFailed(logger, exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RunOnceAsync(stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The snapshot could not be published anew")]
        public static partial void RepublishFailed(ILogger logger, Exception exception);
    }
}
