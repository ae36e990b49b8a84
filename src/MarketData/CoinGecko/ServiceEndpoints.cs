using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Access.Limits;
using MarketData.Hosting.Queries;

namespace MarketData.CoinGecko;

internal static class ServiceEndpoints
{
    public static void MapService(this RouteGroupBuilder group)
    {
        group.MapGet("/ping", Ping)
            .WithName("CoinGeckoPing")
            .WithTags("CoinService")
            .WithSummary("Whether the service answers.")
            .WithDescription("The words are CoinGecko's, which clients look for.")
            .WithLenientQuery();

        group.MapGet("/key", GetKey)
            .WithName("CoinGeckoKey")
            .WithTags("CoinService")
            .WithSummary("The caller's plan and what is left of it.")
            .WithDescription("Limits and counts are null where there are none; requests of callers without a key are not counted by the month. The request itself counts.")
            .WithLenientQuery();
    }

    private static CoinGeckoAnswer<PingResponse> Ping() => CoinGeckoAnswer.Of(new PingResponse("(V3) To the Moon!"));

    private static CoinGeckoAnswer<KeyResponse> GetKey(HttpContext context, RateLimiter limiter, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        return CoinGeckoAnswer.Of(KeyResponse.Of(CallerResponse.Of(context.Features.Get<Caller>()!, limiter, time.GetUtcNow())));
    }
}

/// <summary>The service answers.</summary>
/// <param name="GeckoSays">Words that clients look for.</param>
public sealed record PingResponse(string GeckoSays);

/// <summary>What a key may do.</summary>
/// <param name="Plan">Name of the plan.</param>
/// <param name="RateLimitRequestPerMinute">Requests a minute; null without a limit.</param>
/// <param name="MonthlyCallCredit">Requests a month; null without a limit.</param>
/// <param name="CurrentTotalMonthlyCalls">Requests made this month; null if they are not counted.</param>
/// <param name="CurrentRemainingMonthlyCalls">Requests left this month; null without a limit.</param>
/// <param name="ApiKeyRateLimitRequestPerMinute">Requests a minute of this key; null without a limit.</param>
/// <param name="ApiKeyMonthlyCallCredit">Requests a month of this key; null without a limit.</param>
/// <param name="ApiKeyCurrentTotalMonthlyCalls">Requests made this month with this key; null if they are not counted.</param>
public sealed record KeyResponse(
    string Plan,
    long? RateLimitRequestPerMinute,
    long? MonthlyCallCredit,
    long? CurrentTotalMonthlyCalls,
    long? CurrentRemainingMonthlyCalls,
    long? ApiKeyRateLimitRequestPerMinute,
    long? ApiKeyMonthlyCallCredit,
    long? ApiKeyCurrentTotalMonthlyCalls)
{
    /// <summary>Each key has the limits of its plan for itself, so that those of plan and key are the same.</summary>
    internal static KeyResponse Of(CallerResponse caller) => new(
        caller.Plan,
        caller.RequestsPerMinute,
        caller.RequestsPerMonth,
        caller.UsedThisMonth,
        caller.RemainingThisMonth,
        caller.RequestsPerMinute,
        caller.RequestsPerMonth,
        caller.UsedThisMonth);
}
