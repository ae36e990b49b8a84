namespace MarketData.Ingestion.Sources.Http;

/// <summary>How long to stay silent after a provider has shut us out.</summary>
internal static class BanRules
{
    /// <summary>Silence after 429 when the provider names none.</summary>
    public static readonly TimeSpan AfterRateLimit = TimeSpan.FromMinutes(1);

    /// <summary>Least silence after 418: providers that use it lock an address out for minutes to days.</summary>
    public static readonly TimeSpan LeastAfterBan = TimeSpan.FromMinutes(2);

    // The longest ban that a provider documents; a slip of the provider's must not silence the source for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3);

    // "Retry-After: 0" is sent with 429 by some gateways; the rest of the poll must not run into the next one.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The duration of a ban: what the provider asks for, within reason.</summary>
    public static TimeSpan Duration(SourceFault fault)
    {
        var duration = fault.Code is FaultCode.Banned
            ? Max(fault.RetryAfter ?? LeastAfterBan, LeastAfterBan)
            : Max(fault.RetryAfter ?? AfterRateLimit, Shortest);
        return duration < Longest ? duration : Longest;
    }

    /// <summary>The Retry-After of an answer; <see langword="null"/> if it has none that can be read.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => Max(date - time.GetUtcNow(), TimeSpan.Zero),
        _ => null,
    };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
