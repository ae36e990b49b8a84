
namespace MarketData.Ingestion.Backfill;

/// <summary>Jobs.</summary>
/// <param name="Data">Newest first, at most 100.</param>
public sealed record BackfillsResponse(IReadOnlyList<BackfillResponse> Data);

/// <summary>A job that fetches the past. Times by our clock unless said.</summary>
public sealed record BackfillResponse
{
    /// <summary>Number of the job.</summary>
    public required long Id { get; init; }

    /// <summary>Source that is asked.</summary>
    public required string Source { get; init; }

    /// <summary>Width of the candles, or distance of the points: <c>5m</c>, <c>1h</c> or <c>1d</c>.</summary>
    public required string Interval { get; init; }

    /// <summary>Start of the range, included, by the source's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>End of the range, excluded, by the source's clock: what had ended when the job was made.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>How it stands.</summary>
    public required BackfillState State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How far it is.</summary>
    public required BackfillProgressResponse Progress { get; init; }

    /// <summary>Assets whose last attempt failed, by id, at most 100; <c>failed</c> ones are given up, the others are tried again.</summary>
    public required IReadOnlyList<BackfillErrorResponse> Errors { get; init; }
}

/// <summary>How far a job is.</summary>
public sealed record BackfillProgressResponse
{
    /// <summary>Intervals that are behind it, over all assets. Those before an asset existed count too.</summary>
    public required long Done { get; init; }

    /// <summary>Intervals in all.</summary>
    public required long Total { get; init; }

    /// <summary>Rows stored: candles, or points.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that the source gave and that contradict themselves, or cannot be read; they are left out.</summary>
    public required long Refused { get; init; }

    /// <summary>Assets in all.</summary>
    public required int Assets { get; init; }

    /// <summary>Assets of which everything is stored.</summary>
    public required int AssetsDone { get; init; }

    /// <summary>Assets that were given up.</summary>
    public required int AssetsFailed { get; init; }

    /// <summary>Intervals done in a second, since this process works on the job; null before the first page, or when it has ended.</summary>
    public required double? RatePerSecond { get; init; }

    /// <summary>When it will be done at this rate; null if the rate is not known.</summary>
    public required DateTimeOffset? Eta { get; init; }

    /// <summary>The source lets nothing through until then (ban, budget, or a retry that is due); null if it does now.</summary>
    public required DateTimeOffset? WaitingUntil { get; init; }
}

/// <summary>A failed attempt at an asset of a job.</summary>
/// <param name="Asset">Id of the asset; null if it is no longer listed.</param>
/// <param name="SourceId">Its id at the source.</param>
/// <param name="State">Whether it is tried again.</param>
/// <param name="Code">Stable reason.</param>
/// <param name="Message">The reason in words.</param>
/// <param name="Attempts">Attempts that failed one after another.</param>
/// <param name="FailedAt">When it failed last.</param>
public sealed record BackfillErrorResponse(
    string? Asset, string SourceId, BackfillItemState State, string Code, string Message, int Attempts, DateTimeOffset FailedAt);
