using MarketData.Candles;
using MarketData.Metrics;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Queue;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.Ranking.Named;

/// <summary>Has factors and named rankings computed for each snapshot, on the queue as everything else.</summary>
internal sealed partial class RankingRefreshWorker(
    SnapshotHolder snapshots,
    RankingBoardHolder boards,
    RankQueue queue,
    ICandleStore candles,
    IMetricStore metrics,
    IOptions<RankingOptions> options,
    TimeProvider time,
    ILogger<RankingRefreshWorker> logger) : BackgroundService
{
    /// <summary>A look costs nothing while there is no newer snapshot; it bounds how far rankings are behind prices.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Time after which a database that could not be read is asked again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private DailyHistory? _history;
    private DateTimeOffset _readAgainAt;

    /// <summary>Computes the board of the current snapshot if there is none of it yet.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (snapshots.Current is { } snapshot && boards.Current?.Version != snapshot.Version)
            {
                var history = await HistoryAsync(cancellationToken);
                await ComputeAsync(snapshot, history);
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

    /// <summary>Waits for the job to end, so that the history is never written to from two sides.</summary>
    private async Task ComputeAsync(MarketSnapshot snapshot, DailyHistory history)
    {
        var submission = queue.Submit(JobClass.Precomputed, $"board:{snapshot.Version}", (context, token) =>
        {
            history.Observe(snapshot);
            boards.Publish(RankingBoard.Compute(FactorColumns.Compute(snapshot, history, token), options.Value.VolumeFloor, boards.Current, context, token));
            return [];
        });
        if (submission.Ticket is { } ticket)
        {
            await ticket.Job.Ended.Task;
        }
    }

    /// <summary>The history, read anew when it is due. A database that cannot be read costs the factors their past, not the rankings their answer.</summary>
    private async Task<DailyHistory> HistoryAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_history is { } known && now < _readAgainAt)
        {
            return known;
        }

        try
        {
            _history = await DailyHistory.ReadAsync(candles, metrics, now, cancellationToken);
            _readAgainAt = now + options.Value.HistoryRefresh;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.HistoryNotRead(logger, exception);
            _history ??= new DailyHistory(DateOnly.FromDateTime(now.UtcDateTime));
            _readAgainAt = now + RetryAfter;
        }

        return _history;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The daily history could not be read; factors go on without what it would add")]
        public static partial void HistoryNotRead(ILogger logger, Exception exception);
    }
}
