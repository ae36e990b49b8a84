using System.Diagnostics;
using MarketData.Caching;
using MarketData.Database;
using MarketData.Database.Postgres;
using MarketData.Ingestion;
using MarketData.Ranking.Queue;
using MarketData.Replicas;
using MarketData.Snapshots;

namespace MarketData.Hosting.Status;

/// <summary>Puts the status together, out of memory alone: it can be told while everything else is away.</summary>
internal sealed class StatusReader(
    SnapshotHolder holder,
    EnabledSources sources,
    SourceRuns runs,
    IDatabase database,
    DatabaseProbe probe,
    RedisConnection redis,
    RankQueue queue,
    Leadership leadership,
    TimeProvider time)
{
    private static readonly DateTimeOffset StartedAt = StartOfProcess();

    public StatusResponse Read()
    {
        var now = time.GetUtcNow();
        var snapshot = holder.Current;
        var last = probe.Last;
        return new StatusResponse(
            snapshot is null ? ServiceState.Empty : snapshot.Stale ? ServiceState.Stale : ServiceState.Fresh,
            ServiceVersion.Text,
            now,
            StartedAt,
            SecondsBetween(StartedAt, now),
            snapshot is null ? null : StatusOf(snapshot, now),
            [.. sources.All.Select(source => SourceResponse.From(source, runs.Find(source.Name), now))],
            new DatabaseStatus(
                database is PostgresDatabase ? "postgresql" : "sqlite",
                last.IsUp,
                last.At is null ? null : Math.Round(last.Latency.TotalMilliseconds, 1),
                last.At),
            new RedisStatus(redis.IsConfigured, redis.IsLeftAlone),
            new QueueStatus(queue.WaitingOf(JobClass.Precomputed), queue.WaitingOf(JobClass.Custom), queue.Capacity),
            StatusOf(leadership.Status));
    }

    private static ReplicaStatusResponse StatusOf(ReplicaStatus replica) => new(
        replica.Id, replica.Role, replica.Epoch, replica.LeaderId, replica.LeaderSeenAt, replica.Lag?.TotalSeconds);

    private static SnapshotStatus StatusOf(MarketSnapshot snapshot, DateTimeOffset now) => new(
        snapshot.Version,
        snapshot.BuiltAt,
        SecondsBetween(snapshot.BuiltAt, now),
        snapshot.AsOf,
        snapshot.Stale,
        snapshot.Rows.Count,
        snapshot.EncodedRows.Sum(row => (long)row.Length),
        snapshot.Sources);

    private static DateTimeOffset StartOfProcess()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUniversalTime();
    }

    private static double SecondsBetween(DateTimeOffset from, DateTimeOffset to) => Math.Round((to - from).TotalSeconds, 1);
}
