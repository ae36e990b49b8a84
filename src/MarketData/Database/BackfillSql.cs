using System.Data.Common;
using Dapper;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;

namespace MarketData.Database;

/// <summary>What both engines say of jobs in the same words, with the values of the statements.</summary>
/// <param name="times">How the engine holds times.</param>
internal sealed class BackfillSql(StoredTime times)
{
    public const string SelectJobs = $"SELECT {JobColumns} FROM backfill_job AS job ORDER BY job.id DESC LIMIT @limit";

    public const string SelectJob = $"SELECT {JobColumns} FROM backfill_job AS job WHERE job.id = @id";

    public const string SelectRunning =
        $"SELECT {JobColumns} FROM backfill_job AS job WHERE job.fingerprint = @fingerprint AND job.state = 'running'";

    public const string CountByFingerprint = "SELECT COUNT(*) FROM backfill_job WHERE fingerprint = @fingerprint";

    public const string SelectItems =
        $"SELECT {ItemColumns} FROM backfill_item AS item WHERE item.job_id = @jobId ORDER BY item.asset_id";

    public const string SelectNext = $"""
        SELECT {JobColumns}, {ItemColumns}
        FROM backfill_item AS item
        JOIN backfill_job AS job ON job.id = item.job_id
        WHERE item.state = 'pending' AND job.state = 'running' AND job.source = @source
        ORDER BY item.retry_at, item.job_id, item.asset_id
        LIMIT 1
        """;

    private const string JobColumns = """
        job.id, job.fingerprint, job.source, job.interval, job.since, job.until, job.state, job.created_at, job.finished_at
        """;

    private const string ItemColumns = """
        item.job_id, item.asset_id, item.source_id, item.watermark, item.state, item.rows, item.refused, item.attempts, item.retry_at,
            item.error_code, item.error, item.failed_at
        """;

    private const int JobWidth = 9;

    private const string InsertJob = """
        INSERT INTO backfill_job (fingerprint, source, interval, since, until, state, created_at)
        VALUES (@fingerprint, @source, @interval, @since, @until, 'running', @now)
        ON CONFLICT (fingerprint) WHERE state = 'running' DO NOTHING
        """;

    private const string InsertItem = """
        INSERT INTO backfill_item (job_id, asset_id, source_id, watermark, state, retry_at)
        VALUES (@jobId, @assetId, @sourceId, @since, 'pending', @now)
        """;

    // From the place where the page began, and only forward: whoever comes second changes nothing.
    private const string MoveWatermark = """
        UPDATE backfill_item SET
            watermark = @watermark,
            state = CASE WHEN @isLast THEN 'done' ELSE state END,
            rows = rows + @rows,
            refused = refused + @refused,
            attempts = 0,
            error_code = NULL,
            error = NULL,
            failed_at = NULL
        WHERE job_id = @jobId AND asset_id = @assetId AND state = 'pending' AND watermark = @expected AND watermark < @watermark
            AND EXISTS (SELECT 1 FROM backfill_job WHERE id = @jobId AND state = 'running')
        """;

    private const string UpdateFailed = """
        UPDATE backfill_item SET
            state = CASE WHEN @isGivenUp THEN 'failed' ELSE state END,
            attempts = attempts + 1,
            retry_at = @retryAt,
            error_code = @code,
            error = @message,
            failed_at = @now
        WHERE job_id = @jobId AND asset_id = @assetId AND state = 'pending' AND watermark = @expected
        """;

    private const string EndIfOver = """
        UPDATE backfill_job SET
            finished_at = @now,
            state = CASE
                WHEN NOT EXISTS (SELECT 1 FROM backfill_item WHERE job_id = @jobId AND state = 'failed') THEN 'succeeded'
                WHEN EXISTS (SELECT 1 FROM backfill_item WHERE job_id = @jobId AND state = 'done') THEN 'partial'
                ELSE 'failed' END
        WHERE id = @jobId AND state = 'running'
            AND NOT EXISTS (SELECT 1 FROM backfill_item WHERE job_id = @jobId AND state = 'pending')
        """;

    private const string AddUsage = """
        INSERT INTO backfill_usage (source, day, requests)
        VALUES (@source, @day, @requests)
        ON CONFLICT (source, day) DO UPDATE SET requests = backfill_usage.requests + excluded.requests
        """;

    private const string CancelJob = "UPDATE backfill_job SET state = 'cancelled', finished_at = @now WHERE id = @id AND state = 'running'";

    public CommandDefinition InsertJobOf(NewBackfillJob job, DateTimeOffset now, DbTransaction transaction, CancellationToken cancellationToken) => new(
        InsertJob,
        new
        {
            fingerprint = job.Fingerprint,
            source = job.Source,
            interval = job.Interval.Name(),
            since = times.ToParameter(job.Since),
            until = times.ToParameter(job.Until),
            now = times.ToParameter(now),
        },
        transaction,
        cancellationToken: cancellationToken);

    public CommandDefinition InsertItemsOf(
        long jobId, NewBackfillJob job, DateTimeOffset now, DbTransaction transaction, CancellationToken cancellationToken) => new(
        InsertItem,
        job.Assets.OrderBy(asset => asset.AssetId).Select(asset => new
        {
            jobId,
            assetId = asset.AssetId,
            sourceId = asset.SourceId,
            since = times.ToParameter(job.Since),
            now = times.ToParameter(now),
        }),
        transaction,
        cancellationToken: cancellationToken);

    public CommandDefinition MoveWatermarkOf(BackfillCommit commit, DbTransaction transaction, CancellationToken cancellationToken) => new(
        MoveWatermark,
        new
        {
            jobId = commit.Item.JobId,
            assetId = commit.Item.AssetId,
            expected = times.ToParameter(commit.Item.Watermark),
            watermark = times.ToParameter(commit.Watermark),
            isLast = commit.IsLast,
            rows = (long)commit.Rows,
            refused = (long)commit.Refused,
        },
        transaction,
        cancellationToken: cancellationToken);

    public CommandDefinition FailureOf(BackfillFailure failure, DbTransaction transaction, CancellationToken cancellationToken) => new(
        UpdateFailed,
        new
        {
            jobId = failure.Item.JobId,
            assetId = failure.Item.AssetId,
            expected = times.ToParameter(failure.Item.Watermark),
            isGivenUp = failure.RetryAt is null,
            retryAt = times.ToParameter(failure.RetryAt ?? failure.At),
            code = failure.Code,
            message = failure.Message.Replace("\0", "", StringComparison.Ordinal),
            now = times.ToParameter(failure.At),
        },
        transaction,
        cancellationToken: cancellationToken);

    public CommandDefinition EndIfOverOf(long jobId, DateTimeOffset now, DbTransaction transaction, CancellationToken cancellationToken) =>
        new(EndIfOver, new { jobId, now = times.ToParameter(now) }, transaction, cancellationToken: cancellationToken);

    public CommandDefinition UsageOf(
        string source, int requests, DateTimeOffset now, DbTransaction transaction, CancellationToken cancellationToken) => new(
        AddUsage,
        new { source, day = times.ToParameter(CandleInterval.OneDay.OpenTimeOf(now)), requests = (long)requests },
        transaction,
        cancellationToken: cancellationToken);

    public CommandDefinition CancelOf(long id, DateTimeOffset now, DbTransaction transaction, CancellationToken cancellationToken) =>
        new(CancelJob, new { id, now = times.ToParameter(now) }, transaction, cancellationToken: cancellationToken);

    public static BackfillJob Job(RowReader row) => new(
        row.Long(0),
        row.Text(1),
        row.Text(2),
        CandleRows.Interval(row, 3),
        row.Time(4),
        row.Time(5),
        row.Enum<BackfillState>(6),
        row.Time(7),
        row.TimeOrNull(8));

    public static BackfillItem Item(RowReader row) => Item(row, 0);

    public static (BackfillJob Job, BackfillItem Item) JobAndItem(RowReader row) => (Job(row), Item(row, JobWidth));

    private static BackfillItem Item(RowReader row, int first) => new(
        row.Long(first),
        row.Int(first + 1),
        row.Text(first + 2),
        row.Time(first + 3),
        row.Enum<BackfillItemState>(first + 4),
        row.Long(first + 5),
        row.Long(first + 6),
        row.Int(first + 7),
        row.Time(first + 8),
        row.TextOrNull(first + 9),
        row.TextOrNull(first + 10),
        row.TimeOrNull(first + 11));
}
