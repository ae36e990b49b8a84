using Dapper;
using MarketData.Ingestion.Backfill;
using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>Jobs on PostgreSQL. A write is one transaction, in turn with the commits of polls.</summary>
internal sealed class PostgresBackfillStore(NpgsqlDataSource dataSource, ILogger<PostgresBackfillStore> logger) : IBackfillStore
{
    private readonly BackfillSql _sql = new(PostgresTime.Instance);

    private readonly BackfillReader _reader = new(
        new RowStream(async cancellationToken => await dataSource.OpenConnectionAsync(cancellationToken), PostgresTime.Instance, logger));

    public async Task<(BackfillJob Job, bool IsNew)> CreateAsync(NewBackfillJob job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await PostgresMarketStore.BeginAsync(connection, null, cancellationToken);
        var isNew = await connection.ExecuteAsync(_sql.InsertJobOf(job, now, transaction, cancellationToken)) > 0;
        var id = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(BackfillSql.SelectRunning, new { fingerprint = job.Fingerprint }, transaction, cancellationToken: cancellationToken));
        if (isNew)
        {
            await connection.ExecuteAsync(_sql.InsertItemsOf(id, job, now, transaction, cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return ((await _reader.FindAsync(id, cancellationToken))!, isNew);
    }

    public async Task<bool> CommitAsync(BackfillCommit commit, CancellationToken cancellationToken)
    {
        var candles = CommitResolver.Resolve(commit.Candles);
        var points = CommitResolver.Resolve(commit.Points);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await PostgresMarketStore.EnsurePartitionsAsync(connection, points, cancellationToken);
        await PostgresCandleWriter.EnsurePartitionsAsync(connection, candles, cancellationToken);

        await using var transaction = await PostgresMarketStore.BeginAsync(connection, commit.Epoch, cancellationToken);
        if (await connection.ExecuteAsync(_sql.MoveWatermarkOf(commit, transaction, cancellationToken)) == 0)
        {
            return false;
        }

        if (candles.Count > 0)
        {
            await PostgresCandleWriter.UpsertAsync(connection, candles, cancellationToken);
        }

        if (commit.Corrections.Count > 0)
        {
            await PostgresCandleWriter.AddCorrectionsAsync(connection, CommitResolver.Resolve(commit.Corrections), cancellationToken);
        }

        if (points.Count > 0)
        {
            await PostgresMarketStore.UpsertPricePointsAsync(connection, points, cancellationToken);
        }

        await PostgresCandleWriter.UpsertExtremesAsync(connection, commit.Extremes, cancellationToken);
        if (commit.Metrics.Count > 0)
        {
            await PostgresMetricStore.UpsertAsync(connection, MetricSql.Resolve(commit.Metrics), cancellationToken);
        }

        await connection.ExecuteAsync(_sql.UsageOf(commit.Source, commit.Requests, commit.At, transaction, cancellationToken));
        await connection.ExecuteAsync(_sql.EndIfOverOf(commit.Item.JobId, commit.At, transaction, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task RecordFailureAsync(BackfillFailure failure, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await PostgresMarketStore.BeginAsync(connection, failure.Epoch, cancellationToken);
        await connection.ExecuteAsync(_sql.FailureOf(failure, transaction, cancellationToken));
        await connection.ExecuteAsync(_sql.UsageOf(failure.Source, failure.Requests, failure.At, transaction, cancellationToken));
        await connection.ExecuteAsync(_sql.EndIfOverOf(failure.Item.JobId, failure.At, transaction, cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<BackfillJob?> CancelAsync(long id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // In turn with the commits of pages: one that is under way ends first, and what it stored is there when this answers.
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await PostgresMarketStore.BeginAsync(connection, null, cancellationToken);
            await connection.ExecuteAsync(_sql.CancelOf(id, now, transaction, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }

        return await _reader.FindAsync(id, cancellationToken);
    }

    public Task<bool> ExistsAsync(string fingerprint, CancellationToken cancellationToken) => _reader.ExistsAsync(fingerprint, cancellationToken);

    public Task<IReadOnlyList<BackfillJob>> ListAsync(int limit, CancellationToken cancellationToken) => _reader.ListAsync(limit, cancellationToken);

    public Task<BackfillJob?> FindAsync(long id, CancellationToken cancellationToken) => _reader.FindAsync(id, cancellationToken);

    public Task<IReadOnlyList<BackfillItem>> ListItemsAsync(long jobId, CancellationToken cancellationToken) =>
        _reader.ListItemsAsync(jobId, cancellationToken);

    public Task<(BackfillJob Job, BackfillItem Item)?> FindNextAsync(string source, CancellationToken cancellationToken) =>
        _reader.FindNextAsync(source, cancellationToken);
}
