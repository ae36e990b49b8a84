using System.Data.Common;
using MarketData.Database;
using MarketData.Replicas;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.Ingestion.Backfill;

/// <summary>Works off the items of running jobs while this process leads, each source in a loop of its own, from where the leader before stood.</summary>
internal sealed partial class BackfillWorker(
    IEnumerable<IHistorySource> sources,
    IBackfillStore store,
    IMarketStore marketStore,
    BackfillRunner runner,
    IngestionPipeline pipeline,
    BackfillPlanner planner,
    BackfillProgress progress,
    BackfillSignal signal,
    SnapshotHolder snapshots,
    Leadership leadership,
    IOptions<IngestionOptions> options,
    TimeProvider time,
    ILogger<BackfillWorker> logger) : LeaderService(leadership)
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterDatabaseFailure = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TakeOverPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SnapshotPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Does what is due for a source, one page, and gives how long to wait before the next.</summary>
    public async Task<TimeSpan> RunOnceAsync(IHistorySource source, CancellationToken cancellationToken)
    {
        if (await store.FindNextAsync(source.Name, cancellationToken) is not { } next)
        {
            return LongestIdle;
        }

        var now = time.GetUtcNow();
        var wait = Longer(next.Item.RetryAt - now, source.UntilSpare);
        if (wait > TimeSpan.Zero)
        {
            progress.Waits(source.Name, now + wait);
            return wait < LongestIdle ? wait : LongestIdle;
        }

        progress.Waits(source.Name, null);
        await runner.RunOnceAsync(source, next.Job, next.Item, cancellationToken);
        return TimeSpan.Zero;
    }

    /// <summary>Makes the job that the settings ask for, unless it was made before.</summary>
    public async Task CreateConfiguredAsync(CancellationToken cancellationToken)
    {
        var request = options.Value.Backfill.ToRequest();
        if (await store.ExistsAsync(BackfillPlanner.FingerprintOf(request), cancellationToken))
        {
            return;
        }

        var (job, problem) = planner.Plan(request, snapshots.Required);
        if (job is null)
        {
            Log.SettingsRefused(logger, problem!.Detail);
            return;
        }

        var (made, _) = await store.CreateAsync(job, time.GetUtcNow(), cancellationToken);
        Log.Made(logger, made.Id, job.Source, job.Assets.Count);
    }

    protected override async Task LeadAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        while (pipeline.Epoch != term.Epoch)
        {
            // Candles of our own are folded on what the pipeline reads when a term begins.
            await Task.Delay(TakeOverPeriod, time, cancellationToken);
        }

        var loops = sources.Select(source => RunAsync(source, cancellationToken)).ToList();
        if (options.Value.Backfill.IsSet)
        {
            loops.Add(CreateWhenReadyAsync(cancellationToken));
        }

        await Task.WhenAll(loops);
    }

    private async Task RunAsync(IHistorySource source, CancellationToken cancellationToken)
    {
        var isRestored = false;
        while (true)
        {
            TimeSpan wait;
            try
            {
                isRestored = isRestored || await RestoreMonthAsync(source, cancellationToken);
                wait = await RunOnceAsync(source, cancellationToken);
            }
            catch (StaleEpochException exception)
            {
                Leadership.Refused(exception);
                wait = AfterDatabaseFailure;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Where the item stands is in the database: whatever went wrong, the next look begins from there.
                Log.Broke(logger, exception, source.Name);
                wait = AfterDatabaseFailure;
            }

            if (wait > TimeSpan.Zero)
            {
                await signal.WaitAsync(source.Name, wait, cancellationToken);
            }
        }
    }

    private async Task<bool> RestoreMonthAsync(IHistorySource source, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        source.RestoreMonth((await marketStore.CountRequestsAsync(month, cancellationToken)).GetValueOrDefault(source.Name));
        return true;
    }

    private async Task CreateWhenReadyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SnapshotPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                if (snapshots.Current is not null)
                {
                    await CreateConfiguredAsync(cancellationToken);
                    signal.WakeAll();
                    return;
                }
            }
            catch (DbException exception)
            {
                Log.Broke(logger, exception, options.Value.Backfill.Source);
            }
        }
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Backfill from {Source} broke; it goes on from where the database stands")]
        public static partial void Broke(ILogger logger, Exception exception, string source);

        [LoggerMessage(2, LogLevel.Error, "The backfill of the settings is not made: {Reason}")]
        public static partial void SettingsRefused(ILogger logger, string? reason);

        [LoggerMessage(3, LogLevel.Information, "Backfill {JobId} of the settings is made: {Assets} assets from {Source}")]
        public static partial void Made(ILogger logger, long jobId, string source, int assets);
    }
}
