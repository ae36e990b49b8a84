using MarketData.Ingestion.Backfill;

namespace MarketData.Database;

/// <summary>All reads of jobs, for both engines.</summary>
internal sealed class BackfillReader(RowStream rows)
{
    public async Task<bool> ExistsAsync(string fingerprint, CancellationToken cancellationToken) =>
        (await rows.ListAsync(BackfillSql.CountByFingerprint, new { fingerprint }, row => row.Long(0), cancellationToken)).Single() > 0;

    public async Task<IReadOnlyList<BackfillJob>> ListAsync(int limit, CancellationToken cancellationToken) =>
        await rows.ListAsync(BackfillSql.SelectJobs, new { limit }, BackfillSql.Job, cancellationToken);

    public async Task<BackfillJob?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await rows.ListAsync(BackfillSql.SelectJob, new { id }, BackfillSql.Job, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<BackfillItem>> ListItemsAsync(long jobId, CancellationToken cancellationToken) =>
        await rows.ListAsync(BackfillSql.SelectItems, new { jobId }, BackfillSql.Item, cancellationToken);

    public async Task<(BackfillJob Job, BackfillItem Item)?> FindNextAsync(string source, CancellationToken cancellationToken)
    {
        var next = await rows.ListAsync(BackfillSql.SelectNext, new { source }, BackfillSql.JobAndItem, cancellationToken);
        return next.Count == 0 ? null : next[0];
    }
}
