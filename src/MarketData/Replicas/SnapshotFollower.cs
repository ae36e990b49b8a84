using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Snapshots;

namespace MarketData.Replicas;

/// <summary>While another replica leads: publishes here what that one has published.</summary>
internal sealed partial class SnapshotFollower(
    Leadership leadership, IngestionPipeline pipeline, IMarketStore store, TimeProvider time, ILogger<SnapshotFollower> logger) : BackgroundService
{
    /// <summary>Half of the longest lag that is promised.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private SnapshotStamp? _followed;
    private bool _isAway;

    /// <summary>Looks once. Never throws but for cancellation: what is served stays.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (leadership.Current is not null)
        {
            _followed = null;
            return;
        }

        try
        {
            if (await store.FindPublishedAsync(cancellationToken) is { } published && published != _followed)
            {
                await pipeline.LoadAsync(cancellationToken);
                _followed = published;
                leadership.Follows(time.GetUtcNow() - published.BuiltAt);
            }

            _isAway = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isAway)
            {
                Log.CannotFollow(logger, exception);
            }

            _isAway = true;
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
        [LoggerMessage(1, LogLevel.Warning, "What the leader has published cannot be read; what is served stays")]
        public static partial void CannotFollow(ILogger logger, Exception exception);
    }
}
