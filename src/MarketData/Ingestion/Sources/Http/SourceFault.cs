namespace MarketData.Ingestion.Sources.Http;

/// <summary>Why one request failed. It leaves the plumbing as a <see cref="SourceException"/>.</summary>
internal sealed class SourceFault(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;

    /// <summary>How long the provider asks us to wait; <see langword="null"/> if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed in a moment. Only reads are made, so that a repeat does no harm.</summary>
    public bool IsTransient => Code is FaultCode.Unreachable or FaultCode.Timeout or FaultCode.Truncated
        or "http_408" or "http_500" or "http_502" or "http_503" or "http_504";

    /// <summary>Whether the provider has shut us out.</summary>
    public bool IsBan => Code is FaultCode.RateLimited or FaultCode.Banned;
}
