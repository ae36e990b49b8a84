using Dapper;
using MarketData.Ingestion.Backfill;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

/// <summary>Jobs in a SQLite file. A write is one transaction, in turn with the commits of polls.</summary>
internal sealed class SqliteBackfillStore(SqliteDatabase database, ILogger<SqliteBackfillStore> logger) : IBackfillStore
{
    private readonly BackfillSql _sql = new(SqliteTime.Instance);
    private readonly BackfillReader _reader = new(new RowStream(database.OpenAsync, SqliteTime.Instance, logger));

    public async Task<(BackfillJob Job, bool IsNew)> CreateAsync(NewBackfillJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, isNew) = await database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection!;
                var made = connection.Execute(_sql.InsertJobOf(job, now, transaction, cancellationToken)) > 0;
                var jobId = connection.ExecuteScalar<long>(BackfillSql.SelectRunning, new { fingerprint = job.Fingerprint }, transaction);
                if (made)
                {
                    connection.Execute(_sql.InsertItemsOf(jobId, job, now, transaction, cancellationToken));
                }

                return (jobId, made);
            },
            cancellationToken);
        return ((await _reader.FindAsync(id, cancellationToken))!, isNew);
    }

    public Task<bool> CommitAsync(BackfillCommit commit, CancellationToken cancellationToken)
    {
        var candles = CommitResolver.Resolve(commit.Candles);
        var corrections = CommitResolver.Resolve(commit.Corrections);
        var points = CommitResolver.Resolve(commit.Points);
        return database.WriteAsync(
            transaction =>
            {
                if (transaction.Connection!.Execute(_sql.MoveWatermarkOf(commit, transaction, cancellationToken)) == 0)
                {
                    return false;
                }

                SqliteCandleWriter.WriteCandles(transaction, candles, cancellationToken);
                SqliteCandleWriter.WriteCorrections(transaction, corrections, cancellationToken);
                SqliteMarketStore.WritePricePoints(transaction, points, cancellationToken);
                SqliteCandleWriter.WriteExtremes(transaction, commit.Extremes, cancellationToken);
                SqliteMetricStore.Write(transaction, MetricSql.Resolve(commit.Metrics), cancellationToken);
                End(transaction, commit.Item.JobId, commit.Source, commit.Requests, commit.At, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task RecordFailureAsync(BackfillFailure failure, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            transaction.Connection!.Execute(_sql.FailureOf(failure, transaction, cancellationToken));
            End(transaction, failure.Item.JobId, failure.Source, failure.Requests, failure.At, cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task<BackfillJob?> CancelAsync(long id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction => transaction.Connection!.Execute(_sql.CancelOf(id, now, transaction, cancellationToken)), cancellationToken);
        return await _reader.FindAsync(id, cancellationToken);
    }

    public Task<bool> ExistsAsync(string fingerprint, CancellationToken cancellationToken) => _reader.ExistsAsync(fingerprint, cancellationToken);

    public Task<IReadOnlyList<BackfillJob>> ListAsync(int limit, CancellationToken cancellationToken) => _reader.ListAsync(limit, cancellationToken);

    public Task<BackfillJob?> FindAsync(long id, CancellationToken cancellationToken) => _reader.FindAsync(id, cancellationToken);

    public Task<IReadOnlyList<BackfillItem>> ListItemsAsync(long jobId, CancellationToken cancellationToken) =>
        _reader.ListItemsAsync(jobId, cancellationToken);

    public Task<(BackfillJob Job, BackfillItem Item)?> FindNextAsync(string source, CancellationToken cancellationToken) =>
        _reader.FindNextAsync(source, cancellationToken);

    private void End(
        SqliteTransaction transaction, long jobId, string source, int requests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        transaction.Connection!.Execute(_sql.UsageOf(source, requests, now, transaction, cancellationToken));
        transaction.Connection!.Execute(_sql.EndIfOverOf(jobId, now, transaction, cancellationToken));
    }
}
