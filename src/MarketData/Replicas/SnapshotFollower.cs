using MarketData.Caching;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Snapshots;

namespace MarketData.Replicas;

/// <summary>
/// While another replica leads: publishes here what that one has published, as soon as it says so over Redis, else by a look at the
/// database. Which snapshot is published the database says; what it is built from comes from Redis, if it is there, else from the database.
/// </summary>
internal sealed partial class SnapshotFollower(
    Leadership leadership,
    IngestionPipeline pipeline,
    IMarketStore store,
    SnapshotBroadcast broadcast,
    SourceRuns runs,
    DataVersion version,
    TimeProvider time,
    ILogger<SnapshotFollower> logger) : BackgroundService
{
    /// <summary>Half of the longest lag that is promised.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the leader's polls are looked at; those that fail publish nothing.</summary>
    private static readonly TimeSpan RunsPeriod = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _told = new(0, 1);
    private SnapshotStamp? _followed;
    private long _runsReadAt;
    private bool _listens;
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
                await FollowAsync(published, cancellationToken);
            }

            if (_runsReadAt == 0 || time.GetElapsedTime(_runsReadAt) >= RunsPeriod)
            {
                _runsReadAt = time.GetTimestamp();
                foreach (var run in await store.GetLastRunsAsync(cancellationToken))
                {
                    runs.Finished(run);
                }
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

    public override void Dispose()
    {
        _told.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await ListenAsync(stoppingToken);
            await RunOnceAsync(stoppingToken);
            await _told.WaitAsync(Period, stoppingToken);
        }
    }

    private async Task FollowAsync(SnapshotStamp published, CancellationToken cancellationToken)
    {
        if (await broadcast.FindAsync(published, cancellationToken) is { } packet)
        {
            await pipeline.FollowAsync(packet, cancellationToken);
        }
        else
        {
            await pipeline.LoadAsync(cancellationToken);
        }

        _followed = published;
        leadership.Follows(time.GetUtcNow() - published.BuiltAt);
        if (!broadcast.IsOn)
        {
            // Nobody else tells that data was stored: answers of history that were read before are out of date.
            version.Heard(version.Current + 1);
        }
    }

    /// <summary>Begins to listen, if that has not succeeded yet. Until then, and where messages are lost, looks take their place.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (_listens || !broadcast.IsOn)
        {
            return;
        }

        try
        {
            // Without an answer the library waits for ever; the looks go on meanwhile.
            await broadcast.SubscribeAsync(Wake, cancellationToken).WaitAsync(Period, cancellationToken);
            _listens = true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotListen(logger, exception);
        }
    }

    private void Wake()
    {
        try
        {
            _told.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // It is to look already, or never again.
            Log.WokenAlready(logger, exception.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What the leader has published cannot be read; what is served stays")]
        public static partial void CannotFollow(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Debug, "Redis cannot be listened to yet; the database is looked at instead")]
        public static partial void CannotListen(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Debug, "A message of the leader wakes nobody ({Reason})")]
        public static partial void WokenAlready(ILogger logger, string reason);
    }
}
