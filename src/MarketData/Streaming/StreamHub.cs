using System.Collections.Concurrent;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.Streaming;

/// <summary>
/// Finds what each published snapshot changed, once for all, and wakes the streams; looks every second which of them have to end; and
/// says farewell to all of them when the service stops.
/// </summary>
internal sealed partial class StreamHub(
    SnapshotHolder holder, IOptions<StreamingOptions> options, StreamMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StreamHub> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<StreamConnection, bool> _connections = [];
    private readonly ChangeLog _log = new(options.Value.ReplayChanges);
    private volatile bool _isStopping;

    /// <summary>The market as streams see it; null before the first snapshot.</summary>
    public StreamView? View => _log.Current;

    /// <summary>Streams under way.</summary>
    public int Count => _connections.Count;

    /// <summary>Lets a stream be woken and ended, from now until it leaves.</summary>
    public void Join(StreamConnection connection)
    {
        _connections[connection] = true;
        metrics.Opened(connection.Transport);
        if (_isStopping)
        {
            connection.EndWith(StreamEnd.Shutdown);
        }
    }

    /// <summary>The stream has ended.</summary>
    public void Leave(StreamConnection connection)
    {
        _connections.TryRemove(connection, out _);
        connection.Leave();
        metrics.Ended(connection.Transport, (connection.End ?? StreamEnd.ClientGone).Code);
    }

    /// <summary>Takes over a snapshot and wakes all streams.</summary>
    public void Take(MarketSnapshot snapshot)
    {
        _log.Add(snapshot);
        foreach (var (connection, _) in _connections)
        {
            connection.Wake();
        }
    }

    /// <summary>Ends streams whose time is over or whose caller may no longer read, and has idle ones show that they are alive.</summary>
    public void CheckAll()
    {
        var now = time.GetUtcNow();
        foreach (var (connection, _) in _connections)
        {
            connection.Check(options.Value, now);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before the server stops, which waits for its requests: streams end by themselves never.
        await using var registration = lifetime.ApplicationStopping.Register(Drain);
        await Task.WhenAll(FollowAsync(stoppingToken), CheckRegularlyAsync(stoppingToken));
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        var version = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            var snapshot = await holder.WaitForAnotherAsync(version, stoppingToken);
            version = snapshot.Version;
            try
            {
                Take(snapshot);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Streams go on with the next one, which is compared with the last that was taken over.
                Log.NotTaken(logger, exception, version);
            }
        }
    }

    private async Task CheckRegularlyAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            CheckAll();
        }
    }

    /// <summary>Tells every stream to end, and cuts those that are still there after a while.</summary>
    private void Drain()
    {
        _isStopping = true;
        foreach (var (connection, _) in _connections)
        {
            connection.EndWith(StreamEnd.Shutdown);
        }

        _ = CutLaterAsync();
    }

    private async Task CutLaterAsync()
    {
        await Task.Delay(options.Value.DrainTimeout, time, CancellationToken.None);
        foreach (var (connection, _) in _connections)
        {
            connection.Cut(StreamEnd.Shutdown);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The changes of snapshot {Version} could not be found; streams wait for the next one")]
        public static partial void NotTaken(ILogger logger, Exception exception, long version);
    }
}
