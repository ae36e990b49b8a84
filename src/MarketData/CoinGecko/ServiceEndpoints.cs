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
            .WithSummary("What the key of the request may do.")
            .WithDescription("No key is needed: the plan is that of a demo without limits, which are null.")
            .WithLenientQuery();
    }

    private static CoinGeckoAnswer<PingResponse> Ping() => CoinGeckoAnswer.Of(new PingResponse("(V3) To the Moon!"));

    private static CoinGeckoAnswer<KeyResponse> GetKey() => CoinGeckoAnswer.Of(new KeyResponse("Demo", null, null, null, null, null, null, null));
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
    int? RateLimitRequestPerMinute,
    int? MonthlyCallCredit,
    int? CurrentTotalMonthlyCalls,
    int? CurrentRemainingMonthlyCalls,
    int? ApiKeyRateLimitRequestPerMinute,
    int? ApiKeyMonthlyCallCredit,
    int? ApiKeyCurrentTotalMonthlyCalls);
