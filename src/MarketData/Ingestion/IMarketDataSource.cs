namespace MarketData.Ingestion;

/// <summary>One upstream provider. An implementation knows its provider's form and nothing of gate, store or HTTP endpoints.</summary>
public interface IMarketDataSource
{
    /// <summary>Stable lower-case name, such as <c>coingecko</c>; it stands in every answer that rests on the source.</summary>
    string Name { get; }

    /// <summary>Time between two polls.</summary>
    TimeSpan Interval { get; }

    /// <summary>Whether it gives prices; the others give supplements such as value locked or sentiment.</summary>
    bool GivesQuotes { get; }

    /// <summary>Requests left, and until when the provider has shut us out.</summary>
    SourceBudget Budget { get; }

    /// <summary>Tells the source at start how many requests this calendar month (UTC) has already cost.</summary>
    void RestoreMonth(int requests);

    /// <summary>
    /// Polls once. What came through is returned even when a part failed (<see cref="SourceBatch.Failures"/>).
    /// Not safe for concurrent use: the worker polls a source from one loop.
    /// </summary>
    /// <exception cref="SourceException">Nothing usable came; the message is the reason.</exception>
    Task<SourceBatch> FetchAsync(CancellationToken cancellationToken);
}

/// <summary>What a source may still ask for.</summary>
/// <param name="PerMinute">Requests allowed in a minute; null if unlimited.</param>
/// <param name="PerMonth">Requests allowed in a calendar month (UTC); null if unlimited.</param>
/// <param name="UsedThisMonth">Requests made this month.</param>
/// <param name="BannedUntil">The provider refused us until then (429, 418), by our clock; null if it did not.</param>
public sealed record SourceBudget(int? PerMinute, int? PerMonth, int UsedThisMonth, DateTimeOffset? BannedUntil);

/// <summary>A poll that brought nothing usable. The message says why and is stored with the run.</summary>
/// <param name="code">Stable reason, such as <c>rate_limited</c>, <c>timeout</c>, <c>bad_json</c>.</param>
/// <param name="message">The reason in a sentence, without secrets.</param>
/// <param name="inner">What was thrown underneath; null if nothing was.</param>
/// <param name="requests">Requests that the failed poll cost.</param>
public sealed class SourceException(string code, string message, Exception? inner = null, int requests = 0) : Exception(message, inner)
{
    /// <summary>Stable reason.</summary>
    public string Code { get; } = code;

    /// <summary>Requests that the failed poll cost.</summary>
    public int Requests { get; } = requests;
}
