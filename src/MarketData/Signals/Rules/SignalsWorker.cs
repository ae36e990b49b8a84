using MarketData.Candles;
using MarketData.Signals.Performance;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.Signals.Rules;

/// <summary>
/// Keeps the signals current: reads the daily candles at the start and every <see cref="SignalsOptions.HistoryRefresh"/>, takes each day as it
/// closes, and looks at the open day with each snapshot. It reads as it computes, which the queue's workers cannot.
/// </summary>
internal sealed partial class SignalsWorker(
    SnapshotHolder snapshots,
    ICandleStore candles,
    IOptions<SignalsOptions> options,
    IOptions<HistoryOptions> history,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SignalsWorker> logger) : BackgroundService
{
    /// <summary>A look costs nothing while there is no newer snapshot.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Time after which a database that could not be read is asked again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SignalBook? _book;
    private DateTimeOffset _readAgainAt;
    private volatile SignalBoard? _board;
    private volatile PerformanceBoard? _performance;

    /// <summary>How the rules did over the stored history; null until it is computed. Reading takes no lock.</summary>
    public PerformanceBoard? Performance => _performance;

    /// <summary>The signals of the newest snapshot that has them; null if they are not there within a little wait.</summary>
    public async Task<SignalBoard?> FindAsync(CancellationToken cancellationToken)
    {
        if (_board is null)
        {
            // Not the request's token: what is begun here is for all who come after.
            await Task.WhenAny(RunOnceAsync(lifetime.ApplicationStopping), Task.Delay(LongestWait, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return _board;
    }

    /// <summary>Computes the signals of the current snapshot if there are none of it yet.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (snapshots.Current is { } snapshot && _board?.Snapshot.Version != snapshot.Version)
            {
                // SQLite reads on the caller's thread, and here is much to compute.
                await Task.Run(() => RefreshAsync(snapshot, cancellationToken), cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await RunOnceAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RefreshAsync(MarketSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.HistoryNotRead(logger, exception);
            _readAgainAt = time.GetUtcNow() + RetryAfter;
        }

        if (_book is { } book)
        {
            book.Observe(snapshot);
            _board = SignalBoard.Compute(snapshot, book);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var closedDay = DateOnly.FromDateTime((now - history.Value.CloseGrace).UtcDateTime).AddDays(-1);
        if (now >= _readAgainAt)
        {
            (_book, _performance) = await SignalBook.ReadAsync(candles, closedDay, cancellationToken);
            _readAgainAt = now + options.Value.HistoryRefresh;
        }
        else if (_book is { } book && book.ClosedDay < closedDay)
        {
            await book.CloseAsync(candles, closedDay, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The daily candles could not be read; signals stay those of what is known")]
        public static partial void HistoryNotRead(ILogger logger, Exception exception);
    }
}
