using MarketData.Access.Limits;
using MarketData.Hosting.Json;
using MarketData.Hosting.Queries;

namespace MarketData.Access.Keys;

internal static class KeyEndpoints
{
    public static RouteGroupBuilder MapKey(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/key").WithTags("Access").WithMetadata(QueryContract.Empty);

        group.MapGet("/", GetKey)
            .WithName("GetKey")
            .WithSummary("The caller's plan and what is left of it.")
            .WithDescription("The request itself counts.");

        return group;
    }

    private static JsonAnswer<CallerAnswer> GetKey(HttpContext context, RateLimiter limiter, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new JsonAnswer<CallerAnswer>(new CallerAnswer(CallerResponse.Of(context.Features.Get<Caller>()!, limiter, time.GetUtcNow())));
    }
}
