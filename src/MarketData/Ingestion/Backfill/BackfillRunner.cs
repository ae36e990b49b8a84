using MarketData.Candles;
using MarketData.Ingestion.Sources.Http;
using MarketData.Markets;
using MarketData.Metrics;
using Microsoft.Extensions.Options;

namespace MarketData.Ingestion.Backfill;

/// <summary>Fetches one page of an item and stores it with its watermark.</summary>
internal sealed partial class BackfillRunner(
    IBackfillStore store,
    ICandleStore candles,
    IngestionPipeline pipeline,
    BackfillProgress progress,
    IOptions<HistoryOptions> options,
    TimeProvider time,
    ILogger<BackfillRunner> logger)
{
    // What does not mend within these is the answer itself; a provider that is away is waited for as long as it takes.
    private const int MostAttempts = 5;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    /// <summary>Fetches and stores the next page. A failure of the source is recorded with the item; one of the database is thrown.</summary>
    public async Task RunOnceAsync(IHistorySource source, BackfillJob job, BackfillItem item, CancellationToken cancellationToken)
    {
        var epoch = pipeline.Epoch;
        var range = new HistoryRange(item.SourceId, job.Interval, item.Watermark, job.Until);
        progress.Begins(job.Id);
        HistoryPage page;
        try
        {
            page = await source.FetchAsync(range, cancellationToken);
            ThrowIfEmptied(page, item);
        }
        catch (SourceException exception)
        {
            await RecordFailureAsync(source, item, exception, epoch, cancellationToken);
            return;
        }

        var commit = CommitOf(source, job, item, page, epoch);
        var isStored = page switch
        {
            { Points.Count: > 0 } => await StorePointsAsync(commit, page, range, cancellationToken),
            { Tvls.Count: > 0 } => await StoreTvlsAsync(commit, page, range, cancellationToken),
            _ => await StoreCandlesAsync(commit, page, range, cancellationToken),
        };
        if (isStored)
        {
            progress.Moved(job.Id, (commit.Watermark - item.Watermark) / job.Interval.Width());
        }
        else
        {
            Log.NotStored(logger, job.Id, item.SourceId, item.Watermark);
        }
    }

    /// <summary>A page without rows after pages with rows would leave a gap that nobody sees.</summary>
    private static void ThrowIfEmptied(HistoryPage page, BackfillItem item)
    {
        if (item.Rows > 0 && page.Candles.Count + page.Points.Count + page.Tvls.Count == 0)
        {
            throw new SourceException(FaultCode.Empty, "The provider answered with an empty list in the middle of a series.", requests: page.Requests);
        }
    }

    private async Task<bool> StoreCandlesAsync(
        BackfillCommit commit, HistoryPage page, HistoryRange range, CancellationToken cancellationToken)
    {
        var given = HistoryCheck.Take(page.Candles, commit.Item.AssetId, range, commit.Source, out var refused);
        var corrections = await FindCorrectionsAsync(given, commit.Source, cancellationToken);
        var extremes = PriceExtreme.Furthest(given.SelectMany(PriceExtreme.Of));
        var rows = commit with { Rows = given.Count, Refused = refused, Candles = given, Corrections = corrections, Extremes = extremes };
        return await pipeline.CommitPastAsync(extremes, () => store.CommitAsync(rows, cancellationToken), cancellationToken);
    }

    /// <summary>Candles of our own are changed by polls too, hence through the pipeline, where one thing at a time changes them.</summary>
    private async Task<bool> StorePointsAsync(
        BackfillCommit commit, HistoryPage page, HistoryRange range, CancellationToken cancellationToken)
    {
        var points = HistoryCheck.Take(page.Points, commit.Item.AssetId, range, commit.Source, out var refused);
        var cutoff = options.Value.CutoffsAt(commit.At).Points;
        var extremes = PriceExtreme.Furthest(points.SelectMany(PriceExtreme.Of));
        var rows = commit with
        {
            Rows = points.Count,
            Refused = refused,
            Points = [.. points.Where(point => !(point.At < cutoff))],
            Extremes = extremes,
        };
        return await pipeline.CommitPastAsync(
            points,
            extremes,
            range.Interval,
            changes => store.CommitAsync(rows with { Candles = changes.Candles, Corrections = changes.Corrections }, cancellationToken),
            cancellationToken);
    }

    private Task<bool> StoreTvlsAsync(BackfillCommit commit, HistoryPage page, HistoryRange range, CancellationToken cancellationToken)
    {
        List<MetricPoint> points = [.. page.Tvls
            .Where(tvl => tvl.Day >= range.From && tvl.Day < range.To)
            .Select(tvl => new MetricPoint(commit.Item.AssetId, MetricName.Tvl, tvl.Day, tvl.Value, commit.Source, commit.At))];
        return pipeline.CommitPastAsync(
            [], () => store.CommitAsync(commit with { Rows = points.Count, Metrics = points }, cancellationToken), cancellationToken);
    }

    private BackfillCommit CommitOf(IHistorySource source, BackfillJob job, BackfillItem item, HistoryPage page, long? epoch)
    {
        var watermark = page.Next < job.Until ? page.Next : job.Until;
        return new BackfillCommit
        {
            Item = item,
            Source = source.Name,
            Watermark = watermark,
            IsLast = watermark == job.Until,
            Epoch = epoch,
            At = time.GetUtcNow(),
            Requests = page.Requests,
            Rows = 0,
        };
    }

    /// <summary>The candles that readers have been given until now and that say something else than those of the page.</summary>
    private async Task<IReadOnlyList<CandleCorrection>> FindCorrectionsAsync(
        IReadOnlyList<Candle> given, string source, CancellationToken cancellationToken)
    {
        if (given.Count == 0)
        {
            return [];
        }

        var now = time.GetUtcNow();
        var byTime = given.ToDictionary(candle => candle.OpenTime);
        var (first, last) = (given[0], given[^1]);
        var corrections = new List<CandleCorrection>();
        var stored = candles.ReadAsync(
            first.AssetId, first.Interval, first.OpenTime, last.OpenTime + first.Interval.Width(), int.MaxValue, cancellationToken);
        await foreach (var before in stored)
        {
            if (byTime.TryGetValue(before.OpenTime, out var after) && !CandleWriter.SaysTheSame(before, CandleAggregator.Prefer(after, before)))
            {
                corrections.Add(new CandleCorrection(before, after, now, $"The candle of {source} takes the place of that of {before.Source}."));
            }
        }

        return corrections;
    }

    private async Task RecordFailureAsync(IHistorySource source, BackfillItem item, SourceException exception, long? epoch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isGivenUp = IsRefusal(exception.Code) || (IsUnusable(exception.Code) && item.Attempts + 1 >= MostAttempts);
        Log.PageFailed(logger, item.JobId, source.Name, item.SourceId, exception.Code, exception.Message);
        await store.RecordFailureAsync(
            new BackfillFailure(
                item, source.Name, exception.Code, exception.Message, exception.Requests, now, isGivenUp ? null : now + RetryDelay(item.Attempts), epoch),
            cancellationToken);
    }

    /// <summary>The provider understood, and will not: an unknown pair, a plan that does not reach so far, a country that it does not serve.</summary>
    private static bool IsRefusal(string code) => code.StartsWith("http_4", StringComparison.Ordinal) && code != "http_408";

    /// <summary>An answer came that nothing can be made of.</summary>
    private static bool IsUnusable(string code) => code is FaultCode.BadJson or FaultCode.NotJson or FaultCode.TooLarge or FaultCode.Redirect
        or FaultCode.Empty or FaultCode.ProviderError;

    private static TimeSpan RetryDelay(int attempts)
    {
        var delay = FirstRetry * Math.Pow(2, Math.Min(attempts, 16));
        return delay < LongestRetry ? delay : LongestRetry;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Backfill {JobId}: a page of {SourceId} at {Source} failed ({Code}): {Reason}")]
        public static partial void PageFailed(ILogger logger, long jobId, string source, string sourceId, string code, string reason);

        [LoggerMessage(2, LogLevel.Information, "Backfill {JobId}: a page of {SourceId} from {Watermark} was not stored, since the item has moved on or ended")]
        public static partial void NotStored(ILogger logger, long jobId, string sourceId, DateTimeOffset watermark);
    }
}
