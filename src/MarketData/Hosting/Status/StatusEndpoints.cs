using MarketData.Access;
using MarketData.Hosting.Json;
using MarketData.Hosting.Queries;

namespace MarketData.Hosting.Status;

internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/status", GetStatus)
            .WithName("GetStatus")
            .WithSummary("How the service is: snapshot, sources, database, Redis, queue.")
            .WithDescription("Out of memory alone: it is answered while the database, Redis and every provider are away, and before any data is there.")
            .WithTags("Operations")
            .WithMetadata(QueryContract.Empty);

        // A page for people: not part of the API's document.
        routes.MapGet("/", GetPage)
            .WithMetadata(QueryContract.Empty)
            .AllowEveryone()
            .ExcludeFromDescription();
    }

    private static JsonAnswer<StatusResponse> GetStatus(StatusReader status, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return new JsonAnswer<StatusResponse>(status.Read());
    }

    private static Task GetPage(StatusPage page, HttpContext context) => page.WriteAsync(context);
}
