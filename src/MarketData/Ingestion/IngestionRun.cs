using System.Text.Json.Serialization;

namespace MarketData.Ingestion;

/// <summary>One poll of one source, whatever came of it.</summary>
public sealed record IngestionRun
{
    /// <summary>Key given by the store; 0 before it is stored.</summary>
    [JsonIgnore]
    public long Id { get; init; }

    /// <summary>Name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>When it began, by our clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, by our clock.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>How it ended.</summary>
    public required IngestionOutcome Outcome { get; init; }

    /// <summary>Requests made, retries included.</summary>
    public int Requests { get; init; }

    /// <summary>Rows that the source gave.</summary>
    public int RowsReceived { get; init; }

    /// <summary>Quotes that passed the gate and were stored.</summary>
    public int QuotesAccepted { get; init; }

    /// <summary>Quotes that were as we already had them.</summary>
    public int QuotesUnchanged { get; init; }

    /// <summary>Quotes and single figures that the gate refused.</summary>
    public int Refusals { get; init; }

    /// <summary>Stable reason of a failure; null if none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Reason of a failure in words; null if none.</summary>
    public string? Error { get; init; }
}

/// <summary>How a poll ended.</summary>
public enum IngestionOutcome
{
    /// <summary>All parts came through.</summary>
    Succeeded = 0,

    /// <summary>Some parts came through.</summary>
    Partial = 1,

    /// <summary>Nothing came through.</summary>
    Failed = 2,
}
