using MarketData.Database;
using MarketData.Snapshots;

namespace MarketData.Ingestion;

/// <summary>Reads the database before the server listens, then polls each source at its own interval until the service stops.</summary>
internal sealed partial class IngestionWorker(
    IngestionPipeline pipeline,
    EnabledSources sources,
    IMarketStore store,
    SnapshotHolder snapshots,
    TimeProvider time,
    ILogger<IngestionWorker> logger) : BackgroundService
{
    private readonly TaskCompletionSource _quotesArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The database is there by now (its initialiser runs first), so that the first answer can be a stale one at once.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (sources.All.Any(source => source.GivesQuotes && source.Name != SourceNames.Sample))
        {
            // Made-up prices must never stand beside real ones, in answers or in charts.
            await store.RemoveSourceAsync(SourceNames.Sample, cancellationToken);
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

        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sources.All.Select(source => PollAsync(source, stoppingToken)));

    private async Task PollAsync(IMarketDataSource source, CancellationToken stoppingToken)
    {
        if (!source.GivesQuotes)
        {
            // Supplements are about assets, and those come with the quotes: the first ones would fall on empty ground.
            await _quotesArrived.Task.WaitAsync(stoppingToken);
        }

        Log.Polling(logger, source.Name, source.Interval);
        using var timer = new PeriodicTimer(source.Interval, time);
        do
        {
            var run = await pipeline.RunOnceAsync(source, stoppingToken);
            if (source.GivesQuotes && run.Outcome != IngestionOutcome.Failed)
            {
                _quotesArrived.TrySetResult();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Polling {Source} every {Interval}")]
        public static partial void Polling(ILogger logger, string source, TimeSpan interval);
    }
}
