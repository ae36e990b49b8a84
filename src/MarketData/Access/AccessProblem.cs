using MarketData.Hosting.Problems;

namespace MarketData.Access;

/// <summary>Refusals of access and of limits, in the form of the endpoint that was asked for.</summary>
internal sealed class AccessProblem(int status, string code, string detail)
{
    public static readonly AccessProblem KeyMissing = new(
        StatusCodes.Status401Unauthorized, "key_missing", "This service needs a key: send it as X-Api-Key or as a bearer token. Its administrator makes keys.");

    public static readonly AccessProblem KeyInvalid = new(StatusCodes.Status401Unauthorized, "key_invalid", "The key is not one of this service.");

    public static readonly AccessProblem KeyExpired = new(StatusCodes.Status401Unauthorized, "key_expired", "The time of the key is over.");

    public static readonly AccessProblem KeyRevoked = new(StatusCodes.Status401Unauthorized, "key_revoked", "The key was revoked.");

    public static readonly AccessProblem TokenInvalid = new(StatusCodes.Status401Unauthorized, "token_invalid", "The token is not taken.");

    public static readonly AccessProblem IssuerUnavailable = new(
        StatusCodes.Status503ServiceUnavailable, "issuer_unavailable", "The issuer of tokens cannot be reached, so that none can be checked.")
    {
        RetryAfterSeconds = 5,
    };

    public static readonly AccessProblem SeveralCredentials = new(
        StatusCodes.Status400BadRequest, "several_credentials", "The request carries more than one credential. Send one.");

    public static readonly AccessProblem Busy = new(
        StatusCodes.Status503ServiceUnavailable, "busy", "As many requests of this kind run as the service lets run at once.")
    {
        RetryAfterSeconds = 1,
    };

    /// <summary>Stable name of the refusal.</summary>
    public string Code => code;

    private int? RetryAfterSeconds { get; init; }

    public static AccessProblem ScopeMissing(AccessScopes scope) => new(
        StatusCodes.Status403Forbidden, "scope_missing", $"This needs the scope {string.Join(", ", AccessScopesText.ToWords(scope))}, which the caller does not have.");

    public static AccessProblem RateLimited(TimeSpan wait) => new(
        StatusCodes.Status429TooManyRequests, "rate_limited", "The requests of this minute are used up. Retry-After says when the next one is taken.")
    {
        RetryAfterSeconds = SecondsOf(wait),
    };

    public static AccessProblem QuotaExceeded(TimeSpan wait) => new(
        StatusCodes.Status429TooManyRequests, "quota_exceeded", "The requests of this month are used up. Retry-After says when the next month begins.")
    {
        RetryAfterSeconds = SecondsOf(wait),
    };

    public Task WriteAsync(HttpContext context)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = code == "key_missing" ? "Bearer realm=\"MarketData\"" : "Bearer realm=\"MarketData\", error=\"invalid_token\"";
        }

        return new ApiProblem(status, code, detail) { RetryAfterSeconds = RetryAfterSeconds }.ExecuteAsync(context);
    }

    /// <summary>Rounded up: whoever waits that long is taken.</summary>
    private static int SecondsOf(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
