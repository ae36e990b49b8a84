using MarketData.Database;
using MarketData.Replicas;
using MarketData.Snapshots;

namespace MarketData.Ingestion;

/// <summary>
/// Reads the database before the server listens. While this process leads it polls each source at its own interval; while another does,
/// it reads what that one has published.
/// </summary>
internal sealed partial class IngestionWorker(
    IngestionPipeline pipeline,
    EnabledSources sources,
    IMarketStore store,
    SnapshotHolder snapshots,
    Leadership leadership,
    TimeProvider time,
    ILogger<IngestionWorker> logger) : LeaderService(leadership)
{
    private static readonly TimeSpan AfterDatabaseFailure = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _quotesArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The database is there by now (its initialiser runs first), so that the first answer can be a stale one at once.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Leadership.Current is { } term)
        {
            await TakeOverAsync(term, cancellationToken);
        }
        else
        {
            await pipeline.LoadAsync(cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task LeadAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        var isTakeover = pipeline.Epoch != term.Epoch;
        while (pipeline.Epoch != term.Epoch)
        {
            try
            {
                await TakeOverAsync(term, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.CannotTakeOver(logger, exception);
                await Task.Delay(AfterDatabaseFailure, time, cancellationToken);
            }
        }

        // Before us another polled: its intervals go on, so that a change of the leader costs no provider a request.
        var due = isTakeover ? await DueAsync(cancellationToken) : [];
        await Task.WhenAll(sources.All.Select(source => PollAsync(source, due.GetValueOrDefault(source.Name), cancellationToken)));
    }

    /// <summary>Reads what the leader before us has stored, and goes on from there.</summary>
    private async Task TakeOverAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        if (sources.All.Any(source => source.GivesQuotes && source.Name != SourceNames.Sample))
        {
            // Made-up prices must never stand beside real ones, in answers or in charts.
            await store.RemoveSourceAsync(SourceNames.Sample, term.Epoch, cancellationToken);
        }

        var now = time.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var requests = await store.CountRequestsAsync(month, cancellationToken);
        foreach (var source in sources.All)
        {
            source.RestoreMonth(requests.GetValueOrDefault(source.Name));
        }

        await pipeline.LoadAsync(cancellationToken);
        if (snapshots.Current is not null)
        {
            _quotesArrived.TrySetResult();
        }
    }

    /// <summary>How long after now the next poll of each source is due, by what the leader before us stored.</summary>
    private async Task<Dictionary<string, TimeSpan>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var runs = (await store.GetLastRunsAsync(cancellationToken)).ToDictionary(run => run.Source, run => run.StartedAt);
        return sources.All
            .Where(source => runs.ContainsKey(source.Name))
            .ToDictionary(source => source.Name, source => runs[source.Name] + source.Interval - now);
    }

    private async Task PollAsync(IMarketDataSource source, TimeSpan due, CancellationToken cancellationToken)
    {
        if (!source.GivesQuotes)
        {
            // Supplements are about assets, and those come with the quotes: the first ones would fall on empty ground.
            await _quotesArrived.Task.WaitAsync(cancellationToken);
        }

        if (due > TimeSpan.Zero)
        {
            await Task.Delay(due < source.Interval ? due : source.Interval, time, cancellationToken);
        }

        Log.Polling(logger, source.Name, source.Interval);
        using var timer = new PeriodicTimer(source.Interval, time);
        do
        {
            var run = await pipeline.RunOnceAsync(source, cancellationToken);
            if (source.GivesQuotes && run.Outcome != IngestionOutcome.Failed)
            {
                _quotesArrived.TrySetResult();
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Polling {Source} every {Interval}")]
        public static partial void Polling(ILogger logger, string source, TimeSpan interval);

        [LoggerMessage(2, LogLevel.Warning, "The market could not be read to go on from where the leader before left it; it is tried again")]
        public static partial void CannotTakeOver(ILogger logger, Exception exception);
    }
}
