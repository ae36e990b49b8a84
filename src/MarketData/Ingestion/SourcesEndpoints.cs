using MarketData.Hosting.Json;
using MarketData.Hosting.Queries;

namespace MarketData.Ingestion;

internal static class SourcesEndpoints
{
    public static RouteGroupBuilder MapSources(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/sources").WithTags("Operations").WithMetadata(QueryContract.Empty);

        group.MapGet("/", GetSources)
            .WithName("GetSources")
            .WithSummary("Each enabled source: its last poll, the age of its data, its budget and its state.")
            .WithDescription("Works before any data is there, and says why there is none.");

        return group;
    }

    private static JsonAnswer<SourcesResponse> GetSources(EnabledSources sources, SourceRuns runs, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new JsonAnswer<SourcesResponse>(
            new SourcesResponse([.. sources.All.Select(source => SourceResponse.From(source, runs.Find(source.Name), now))]));
    }
}

/// <summary>All enabled sources.</summary>
/// <param name="Data">One entry for each source, by name.</param>
public sealed record SourcesResponse(IReadOnlyList<SourceResponse> Data);

/// <summary>A source and how it is doing. All times by our clock.</summary>
/// <param name="Name">Name of the source.</param>
/// <param name="GivesQuotes">Whether it gives prices; the others give supplements such as value locked or sentiment.</param>
/// <param name="State">How it is doing.</param>
/// <param name="IntervalSeconds">Seconds between two polls.</param>
/// <param name="LastRun">The last poll; null before the first.</param>
/// <param name="AgeSeconds">Seconds since the last poll that brought anything; null if none did since the service started.</param>
/// <param name="Budget">What it may still ask for.</param>
public sealed record SourceResponse(
    string Name,
    bool GivesQuotes,
    SourceState State,
    double IntervalSeconds,
    IngestionRun? LastRun,
    double? AgeSeconds,
    SourceBudget Budget)
{
    internal static SourceResponse From(IMarketDataSource source, SourceRun? last, DateTimeOffset now)
    {
        var state = source.Budget.BannedUntil > now ? SourceState.Banned
            : last is null ? SourceState.Waiting
            : last.Last.Outcome switch
            {
                IngestionOutcome.Succeeded => SourceState.Ok,
                IngestionOutcome.Partial => SourceState.Partial,
                _ => SourceState.Failing,
            };
        return new SourceResponse(
            source.Name,
            source.GivesQuotes,
            state,
            source.Interval.TotalSeconds,
            last?.Last,
            last?.LastGoodAt is { } good ? Math.Round((now - good).TotalSeconds, 1) : null,
            source.Budget);
    }
}

/// <summary>How a source is doing.</summary>
public enum SourceState
{
    /// <summary>It has not been polled yet.</summary>
    Waiting = 0,

    /// <summary>The last poll came through.</summary>
    Ok,

    /// <summary>Parts of the last poll came through.</summary>
    Partial,

    /// <summary>The last poll failed.</summary>
    Failing,

    /// <summary>The provider has shut us out for a time (429, 418).</summary>
    Banned,
}
