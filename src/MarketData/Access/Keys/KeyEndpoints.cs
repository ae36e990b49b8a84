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
        var caller = context.Features.Get<Caller>()!;
        var now = time.GetUtcNow();
        var used = caller.Usage?.CountAt(now);
        long? perMonth = caller.Plan.RequestsPerMonth > 0 && used is not null ? caller.Plan.RequestsPerMonth : null;
        return new JsonAnswer<CallerAnswer>(new CallerAnswer(new CallerResponse(
            caller.Key?.Id,
            caller.Key?.Name,
            AccessScopesText.ToWords(caller.Scopes),
            caller.Plan.Name,
            caller.Key?.ExpiresAt,
            caller.Plan.RequestsPerMinute > 0 ? caller.Plan.RequestsPerMinute : null,
            limiter.Remaining(caller),
            perMonth,
            used,
            perMonth is null ? null : Math.Max(0, perMonth.Value - used!.Value),
            MonthlyUsage.EndOf(now))));
    }
}
