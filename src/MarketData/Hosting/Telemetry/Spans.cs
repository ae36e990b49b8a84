using System.Diagnostics;

namespace MarketData.Hosting.Telemetry;

/// <summary>
/// Spans of the service's own work, from the source <c>MarketData</c>. While nobody listens none is made, and starting one costs a
/// comparison. Names are constants, so that they group; what varies is a tag.
/// </summary>
internal static class Spans
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "MarketData";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>One poll of a source: the root of what follows.</summary>
    public static Activity? Poll(string source) => Source.StartActivity("poll")?.SetTag("marketdata.source", source);

    /// <summary>The requests of a poll to its provider.</summary>
    public static Activity? Fetch(string source) => Source.StartActivity("source.fetch")?.SetTag("marketdata.source", source);

    /// <summary>Identities and the quality gate.</summary>
    public static Activity? Gate(string source) => Source.StartActivity("gate")?.SetTag("marketdata.source", source);

    /// <summary>The commit of a poll.</summary>
    public static Activity? Store(string source) => Source.StartActivity("store.commit")?.SetTag("marketdata.source", source);

    /// <summary>The making of a snapshot.</summary>
    public static Activity? Snapshot() => Source.StartActivity("snapshot.build");

    /// <summary>The reading of an answer that was not in memory.</summary>
    public static Activity? CacheReading() => Source.StartActivity("cache.reading");

    /// <summary>A call of Redis.</summary>
    public static Activity? Redis(string operation) =>
        Source.StartActivity("redis", ActivityKind.Client)?.SetTag("db.system.name", "redis").SetTag("db.operation.name", operation);

    /// <summary>A writing transaction in the SQLite file. PostgreSQL's spans are its driver's.</summary>
    public static Activity? SqliteWrite() => Source.StartActivity("sqlite.write", ActivityKind.Client)?.SetTag("db.system.name", "sqlite");

    /// <summary>The computation of a ranking, as part of the request that had it queued.</summary>
    /// <param name="jobClass">Which line it waited in.</param>
    /// <param name="request">The request; default if none waits, as for what each snapshot has computed.</param>
    public static Activity? Rank(string jobClass, ActivityContext request) =>
        Source.StartActivity("ranking.compute", ActivityKind.Internal, request)?.SetTag("marketdata.class", jobClass);

    /// <summary>Marks a span as failed.</summary>
    public static void Fail(this Activity? span, string reason) => span?.SetStatus(ActivityStatusCode.Error, reason);
}
