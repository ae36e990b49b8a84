using MarketData.Ingestion;
using MarketData.Replicas;

namespace MarketData.Hosting.Status;

/// <summary>How the service is, as of a moment. Times are by our clock unless they say otherwise.</summary>
/// <param name="State">The service in a word.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Now">When this was put together.</param>
/// <param name="StartedAt">When this process started.</param>
/// <param name="UptimeSeconds">Seconds since then.</param>
/// <param name="Snapshot">What answers are given from; null while there is nothing to be given.</param>
/// <param name="Sources">Each enabled source, by name, as <c>GET /v1/sources</c> tells of it.</param>
/// <param name="Database">The database.</param>
/// <param name="Redis">The cache that replicas share.</param>
/// <param name="Queue">Rankings that wait to be computed.</param>
/// <param name="Replica">This process among the replicas of the database.</param>
public sealed record StatusResponse(
    ServiceState State,
    string Version,
    DateTimeOffset Now,
    DateTimeOffset StartedAt,
    double UptimeSeconds,
    SnapshotStatus? Snapshot,
    IReadOnlyList<SourceResponse> Sources,
    DatabaseStatus Database,
    RedisStatus Redis,
    QueueStatus Queue,
    ReplicaStatusResponse Replica);

/// <summary>A process among the replicas of its database, as far as it knows.</summary>
/// <param name="Id">Its name: host, process and a few random digits.</param>
/// <param name="Role">What it does.</param>
/// <param name="Epoch">The epoch in force when it last looked; null before its first look.</param>
/// <param name="LeaderId">Name of the replica that leads or led last; null if none is known.</param>
/// <param name="LeaderSeenAt">When that one last said that it is there, by the database's clock; null if it never did, as on SQLite.</param>
/// <param name="LagSeconds">Seconds from the leader's building of the snapshot that is served to its being served here; null on the leader.</param>
public sealed record ReplicaStatusResponse(string Id, ReplicaRole Role, long? Epoch, string? LeaderId, DateTimeOffset? LeaderSeenAt, double? LagSeconds);

/// <summary>The service in a word.</summary>
public enum ServiceState
{
    /// <summary>No source has given anything yet: figures are answered with 503.</summary>
    Empty = 0,

    /// <summary>Even the newest figure is older than the limit.</summary>
    Stale,

    /// <summary>The newest figure is within the limit.</summary>
    Fresh,
}

/// <summary>The snapshot that answers are given from.</summary>
/// <param name="Version">Rises with every snapshot; <c>meta.snapshot</c> of answers.</param>
/// <param name="BuiltAt">When it was built.</param>
/// <param name="AgeSeconds">Seconds since then.</param>
/// <param name="AsOf">The newest time of a figure, by its source's clock; null if no figure has one.</param>
/// <param name="Stale">Whether even the newest figure is older than the limit.</param>
/// <param name="Assets">Assets in it.</param>
/// <param name="SizeBytes">Length of its rows as JSON.</param>
/// <param name="Sources">Sources that its figures rest on.</param>
public sealed record SnapshotStatus(
    long Version, DateTimeOffset BuiltAt, double AgeSeconds, DateTimeOffset? AsOf, bool Stale, int Assets, long SizeBytes, IReadOnlyList<string> Sources);

/// <summary>The database, by a question every five seconds.</summary>
/// <param name="Engine"><c>postgresql</c> or <c>sqlite</c>.</param>
/// <param name="Up">Whether it answered the last question.</param>
/// <param name="LatencyMilliseconds">How long that took, or until it was given up; null before the first.</param>
/// <param name="AskedAt">When it was asked; null before the first.</param>
public sealed record DatabaseStatus(string Engine, bool Up, double? LatencyMilliseconds, DateTimeOffset? AskedAt);

/// <summary>Redis.</summary>
/// <param name="Configured">Whether there is one.</param>
/// <param name="LeftAlone">Whether it is left alone for a while, because it did not answer.</param>
public sealed record RedisStatus(bool Configured, bool LeftAlone);

/// <summary>Rankings that wait to be computed.</summary>
/// <param name="Precomputed">Those that each snapshot has computed.</param>
/// <param name="Custom">Those that callers asked for.</param>
/// <param name="Capacity">How many of the latter may wait.</param>
public sealed record QueueStatus(int Precomputed, int Custom, int Capacity);
