using System.Data.Common;
using Dapper;
using MarketData.Ingestion.Backfill;

namespace MarketData.Database;

/// <summary>All reads of jobs, for both engines.</summary>
/// <param name="open">Opens a connection.</param>
/// <param name="times">How the engine holds times.</param>
internal sealed class BackfillReader(Func<CancellationToken, ValueTask<DbConnection>> open, StoredTime times)
{
    public async Task<bool> ExistsAsync(string fingerprint, CancellationToken cancellationToken) =>
        (await ListAsync(BackfillSql.CountByFingerprint, new { fingerprint }, row => row.Long(0), cancellationToken)).Single() > 0;

    public async Task<IReadOnlyList<BackfillJob>> ListAsync(int limit, CancellationToken cancellationToken) =>
        await ListAsync(BackfillSql.SelectJobs, new { limit }, BackfillSql.Job, cancellationToken);

    public async Task<BackfillJob?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await ListAsync(BackfillSql.SelectJob, new { id }, BackfillSql.Job, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<BackfillItem>> ListItemsAsync(long jobId, CancellationToken cancellationToken) =>
        await ListAsync(BackfillSql.SelectItems, new { jobId }, BackfillSql.Item, cancellationToken);

    public async Task<(BackfillJob Job, BackfillItem Item)?> FindNextAsync(string source, CancellationToken cancellationToken)
    {
        var next = await ListAsync(BackfillSql.SelectNext, new { source }, BackfillSql.JobAndItem, cancellationToken);
        return next.Count == 0 ? null : next[0];
    }

    private async Task<List<T>> ListAsync<T>(string sql, object parameters, Func<RowReader, T> read, CancellationToken cancellationToken)
    {
        // SQLite's driver has no asynchronous input and output: from here on it does not hold the caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await open(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var row = new RowReader(reader, times);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(read(row));
        }

        return items;
    }
}
