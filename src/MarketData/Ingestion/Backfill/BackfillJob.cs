using MarketData.Candles;

namespace MarketData.Ingestion.Backfill;

/// <summary>A job that fetches the past of assets from one source: <c>since ≤ time &lt; until</c>. Times by our clock unless said.</summary>
/// <param name="Id">Key given by the store.</param>
/// <param name="Fingerprint">What was asked for, in one line: two requests for the same have the same.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Interval">Width of the candles, or distance of the points.</param>
/// <param name="Since">Start of the range, by the source's clock.</param>
/// <param name="Until">End of the range, excluded, by the source's clock: what had ended when the job was made.</param>
/// <param name="State">How it stands.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="FinishedAt">When its last item ended, or it was cancelled; null while it runs.</param>
public sealed record BackfillJob(
    long Id,
    string Fingerprint,
    string Source,
    CandleInterval Interval,
    DateTimeOffset Since,
    DateTimeOffset Until,
    BackfillState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt);

/// <summary>How a job stands.</summary>
public enum BackfillState
{
    /// <summary>Items are left to fetch, now or when the source lets us.</summary>
    Running = 0,

    /// <summary>Every item was fetched to its end.</summary>
    Succeeded,

    /// <summary>Some items were fetched, some failed.</summary>
    Partial,

    /// <summary>No item was fetched to its end.</summary>
    Failed,

    /// <summary>It was ended by a request. What it had stored stays.</summary>
    Cancelled,
}

/// <summary>One asset of a job.</summary>
/// <param name="JobId">Key of the job.</param>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="SourceId">The asset's id at the source.</param>
/// <param name="Watermark">Everything before this time, by the source's clock, is stored. It never moves back.</param>
/// <param name="State">How it stands.</param>
/// <param name="Rows">Rows stored.</param>
/// <param name="Refused">Rows that the source gave and we did not believe.</param>
/// <param name="Attempts">Attempts that failed since the last that did not.</param>
/// <param name="RetryAt">When it is tried again at the earliest, by our clock.</param>
/// <param name="ErrorCode">Stable reason of the last failure; null if the last attempt did not fail.</param>
/// <param name="Error">The same in words.</param>
/// <param name="FailedAt">When it failed last, by our clock.</param>
public sealed record BackfillItem(
    long JobId,
    int AssetId,
    string SourceId,
    DateTimeOffset Watermark,
    BackfillItemState State,
    long Rows,
    long Refused,
    int Attempts,
    DateTimeOffset RetryAt,
    string? ErrorCode,
    string? Error,
    DateTimeOffset? FailedAt);

/// <summary>How an asset of a job stands.</summary>
public enum BackfillItemState
{
    /// <summary>Some of it is left to fetch.</summary>
    Pending = 0,

    /// <summary>All of it is stored.</summary>
    Done,

    /// <summary>It was given up; the error says why. What had been stored stays.</summary>
    Failed,
}

/// <summary>A job to be made.</summary>
/// <param name="Fingerprint">What was asked for, in one line.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Interval">Width of the candles, or distance of the points.</param>
/// <param name="Since">Start of the range.</param>
/// <param name="Until">End of the range, excluded.</param>
/// <param name="Assets">Our keys of the assets with their ids at the source.</param>
public sealed record NewBackfillJob(
    string Fingerprint,
    string Source,
    CandleInterval Interval,
    DateTimeOffset Since,
    DateTimeOffset Until,
    IReadOnlyList<(int AssetId, string SourceId)> Assets);
