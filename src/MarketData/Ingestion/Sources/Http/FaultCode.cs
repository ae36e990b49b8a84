namespace MarketData.Ingestion.Sources.Http;

/// <summary>Stable reasons that a request failed for; they stand in <see cref="SourceException.Code"/> and in the run log.</summary>
/// <remarks>A status that has no word of its own is <c>http_</c> and the status, such as <c>http_503</c>.</remarks>
internal static class FaultCode
{
    /// <summary>The provider answered 429; no request is made until its Retry-After has passed.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The provider answered 418, or a ban is still running.</summary>
    public const string Banned = "banned";

    /// <summary>Our own budget for the minute or the month is spent.</summary>
    public const string BudgetExhausted = "budget_exhausted";

    /// <summary>Too many requests failed; the next ones are not tried for a while.</summary>
    public const string CircuitOpen = "circuit_open";

    /// <summary>No connection, or it was lost before an answer began.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>No complete answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The connection was lost within the answer.</summary>
    public const string Truncated = "truncated";

    /// <summary>The answer is not the JSON that the provider documents.</summary>
    public const string BadJson = "bad_json";

    /// <summary>A page for people in place of data.</summary>
    public const string NotJson = "not_json";

    /// <summary>The answer is larger than allowed, after decompression.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The provider pointed elsewhere, which is never followed.</summary>
    public const string Redirect = "redirect";

    /// <summary>A list without rows where there must be some.</summary>
    public const string Empty = "empty";

    /// <summary>An error object in an answer whose status was success.</summary>
    public const string ProviderError = "provider_error";
}
