namespace MarketData.Ingestion.Sources.Json;

/// <summary>Times that providers write as milliseconds since 1970.</summary>
internal static class UnixTime
{
    /// <summary>The time, UTC; null beyond the calendar.</summary>
    public static DateTimeOffset? FromMilliseconds(long milliseconds) =>
        milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
