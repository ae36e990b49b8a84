using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace MarketData.Access.Limits;

/// <summary>A plan with what is said of it in headers. Immutable but for a cache of texts.</summary>
/// <remarks>
/// Headers as in draft-ietf-httpapi-ratelimit-headers-10: <c>RateLimit-Policy</c> names the limits, <c>RateLimit</c> says what is left
/// of the one that is nearest its end; <c>t</c> is the time until it is whole again.
/// </remarks>
internal sealed class Plan
{
    private const int MostCachedTexts = 10_000;

    private readonly StringValues[] _remaining;

    public Plan(string name, PlanOptions options)
    {
        Name = name;
        RequestsPerMinute = options.RequestsPerMinute;
        RequestsPerMonth = options.RequestsPerMonth;
        _remaining = new StringValues[Math.Min(RequestsPerMinute, MostCachedTexts)];
        PolicyHeader = string.Join(", ", Policies());
    }

    public string Name { get; }

    /// <summary>Requests in a minute; 0: as many as come.</summary>
    public int RequestsPerMinute { get; }

    /// <summary>Requests in a calendar month (UTC); 0: as many as come.</summary>
    public long RequestsPerMonth { get; }

    public bool IsUnlimited => RequestsPerMinute == 0 && RequestsPerMonth == 0;

    /// <summary>Value of <c>RateLimit-Policy</c>.</summary>
    public StringValues PolicyHeader { get; }

    /// <summary>Value of <c>RateLimit</c> with so many requests of the minute left.</summary>
    public StringValues MinuteHeader(long remaining)
    {
        if (remaining >= _remaining.Length)
        {
            return Text(remaining);
        }

        // Two threads may write the same text here; either does.
        ref var cached = ref _remaining[remaining];
        return cached.Count > 0 ? cached : cached = Text(remaining);
    }

    /// <summary>Value of <c>RateLimit</c> with so many requests of the month left.</summary>
    public static StringValues MonthHeader(long remaining, TimeSpan untilItsEnd) =>
        string.Create(CultureInfo.InvariantCulture, $"\"month\";r={remaining};t={(long)Math.Ceiling(untilItsEnd.TotalSeconds)}");

    private StringValues Text(long remaining)
    {
        var seconds = (60 * (RequestsPerMinute - remaining) + RequestsPerMinute - 1) / RequestsPerMinute;
        return string.Create(CultureInfo.InvariantCulture, $"\"minute\";r={remaining};t={seconds}");
    }

    private IEnumerable<string> Policies()
    {
        if (RequestsPerMinute > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"\"minute\";q={RequestsPerMinute};w=60");
        }

        if (RequestsPerMonth > 0)
        {
            // A month has no fixed length; the window is that of the longest.
            yield return string.Create(CultureInfo.InvariantCulture, $"\"month\";q={RequestsPerMonth};w=2678400");
        }
    }
}
