using MarketData.Access;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Hosting.Server;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Hosting;

internal static class HealthEndpoints
{
    public static RouteGroupBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Operations").WithMetadata(QueryContract.Empty).AllowEveryone();

        group.MapGet("/live", GetLive)
            .WithName("GetLive")
            .WithSummary("Whether the process runs.")
            .WithDescription("Depends on nothing: a database or provider that is away is no reason to restart the service.");

        group.MapGet("/ready", GetReady)
            .WithName("GetReady")
            .WithSummary("Whether the service can answer.")
            .WithDescription("503 while not even a stale answer can be given, and from the moment that the service was told to stop: it then goes on answering for a while, for whoever has not noticed yet.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        return group;
    }

    private static JsonAnswer<HealthResponse> GetLive(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return new JsonAnswer<HealthResponse>(new HealthResponse("live", null));
    }

    private static Results<JsonAnswer<HealthResponse>, ApiProblem> GetReady(SnapshotHolder holder, DrainingLifetime lifetime, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        if (lifetime.IsDraining)
        {
            return ApiProblem.Stopping();
        }

        return holder.Current is { } snapshot
            ? new JsonAnswer<HealthResponse>(new HealthResponse("ready", snapshot.Stale))
            : ApiProblem.NotReady();
    }
}

/// <summary>How the service is.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
/// <param name="Stale">Whether even the newest figure is older than the limit; null where it is not looked at.</param>
public sealed record HealthResponse(string Status, bool? Stale);
