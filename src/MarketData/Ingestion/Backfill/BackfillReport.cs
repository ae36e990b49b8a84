using MarketData.Candles;
using MarketData.Snapshots;

namespace MarketData.Ingestion.Backfill;

/// <summary>Sums up where a job stands.</summary>
internal sealed class BackfillReport(IBackfillStore store, BackfillProgress progress, SnapshotHolder snapshots, TimeProvider time)
{
    private const int MaxErrors = 100;

    public async Task<BackfillResponse> OfAsync(BackfillJob job, CancellationToken cancellationToken)
    {
        var items = await store.ListItemsAsync(job.Id, cancellationToken);
        return new BackfillResponse
        {
            Id = job.Id,
            Source = job.Source,
            Interval = job.Interval.Name(),
            Since = job.Since,
            Until = job.Until,
            State = job.State,
            CreatedAt = job.CreatedAt,
            FinishedAt = job.FinishedAt,
            Progress = ProgressOf(job, items),
            Errors = ErrorsOf(items),
        };
    }

    private BackfillProgressResponse ProgressOf(BackfillJob job, IReadOnlyList<BackfillItem> items)
    {
        var isRunning = job.State is BackfillState.Running;
        var width = job.Interval.Width();
        var done = items.Sum(item => (item.Watermark - job.Since) / width);
        var total = items.Count * ((job.Until - job.Since) / width);
        var rate = isRunning ? progress.RateOf(job.Id) : null;
        return new BackfillProgressResponse
        {
            Done = (long)done,
            Total = (long)total,
            Rows = items.Sum(item => item.Rows),
            Refused = items.Sum(item => item.Refused),
            Assets = items.Count,
            AssetsDone = items.Count(item => item.State is BackfillItemState.Done),
            AssetsFailed = items.Count(item => item.State is BackfillItemState.Failed),
            RatePerSecond = rate,
            Eta = rate is { } perSecond ? time.GetUtcNow() + TimeSpan.FromSeconds(Math.Ceiling((total - done) / perSecond)) : null,
            WaitingUntil = isRunning ? progress.WaitsUntil(job.Source) : null,
        };
    }

    private IReadOnlyList<BackfillErrorResponse> ErrorsOf(IReadOnlyList<BackfillItem> items)
    {
        var slugs = snapshots.Current?.Rows.ToDictionary(row => row.Asset.Id, row => row.Asset.Slug) ?? [];
        return
        [
            .. items
                .Where(item => item.ErrorCode is not null)
                .Select(item => new BackfillErrorResponse(
                    slugs.GetValueOrDefault(item.AssetId),
                    item.SourceId,
                    item.State,
                    item.ErrorCode!,
                    item.Error ?? "",
                    item.Attempts,
                    item.FailedAt ?? item.RetryAt))
                .OrderBy(error => error.Asset, StringComparer.Ordinal)
                .Take(MaxErrors),
        ];
    }
}
