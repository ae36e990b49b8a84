using MarketData.Candles;
using MarketData.Markets;
using MarketData.Metrics;

namespace MarketData.Ingestion.Backfill;

/// <summary>Jobs and what they fetched, in the database, whichever engine it is. Safe for concurrent use, also by several processes.</summary>
/// <remarks>Every method throws the engine's own exception when the database cannot be reached or refuses.</remarks>
public interface IBackfillStore
{
    /// <summary>Makes a job, unless one with its fingerprint runs: then that one is given.</summary>
    /// <returns>The job, and whether it is new.</returns>
    Task<(BackfillJob Job, bool IsNew)> CreateAsync(NewBackfillJob job, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether there has ever been a job with a fingerprint, in whatever state.</summary>
    Task<bool> ExistsAsync(string fingerprint, CancellationToken cancellationToken);

    /// <summary>Jobs, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<BackfillJob>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>A job; null if there is none.</summary>
    Task<BackfillJob?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>The items of a job, by asset.</summary>
    Task<IReadOnlyList<BackfillItem>> ListItemsAsync(long jobId, CancellationToken cancellationToken);

    /// <summary>The item of a source's running jobs that is due first, with its job; null if nothing is left to fetch.</summary>
    Task<(BackfillJob Job, BackfillItem Item)?> FindNextAsync(string source, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a page, and in the same transaction moves the item's watermark from where the page began to where it ended. Nothing is stored
    /// if the watermark is no longer there, or the job no longer runs: a page that was stored already, its answer lost, is not stored twice.
    /// </summary>
    /// <returns>Whether it was stored.</returns>
    Task<bool> CommitAsync(BackfillCommit commit, CancellationToken cancellationToken);

    /// <summary>Records that an attempt failed. Changes nothing if the item is no longer pending.</summary>
    Task RecordFailureAsync(BackfillFailure failure, CancellationToken cancellationToken);

    /// <summary>Ends a running job and gives it as it then is; null if there is none. One that has ended stays as it is.</summary>
    Task<BackfillJob?> CancelAsync(long id, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>A page of an item, to be stored whole or not at all.</summary>
public sealed record BackfillCommit
{
    /// <summary>The item as it was when the page was asked for; its watermark is where the page begins.</summary>
    public required BackfillItem Item { get; init; }

    /// <summary>The epoch under which the leader prepared it; null: no leader did.</summary>
    public long? Epoch { get; init; }

    /// <summary>Name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>Where the page ends: everything before is stored with it. After the item's watermark.</summary>
    public required DateTimeOffset Watermark { get; init; }

    /// <summary>Whether the item is done with it.</summary>
    public required bool IsLast { get; init; }

    /// <summary>When it is stored, by our clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Requests that the page cost.</summary>
    public required int Requests { get; init; }

    /// <summary>Rows of the page that were not believed.</summary>
    public int Refused { get; init; }

    /// <summary>Rows of the page as they are counted: the provider's candles, or its points.</summary>
    public required int Rows { get; init; }

    /// <summary>Candles; one that exists is replaced.</summary>
    public IReadOnlyList<Candle> Candles { get; init; } = [];

    /// <summary>Closed candles that the page changes, or takes the place of.</summary>
    public IReadOnlyList<CandleCorrection> Corrections { get; init; } = [];

    /// <summary>Points; a slot that is taken keeps the newer.</summary>
    public IReadOnlyList<PricePoint> Points { get; init; } = [];

    /// <summary>Extremes that the page has brought; one that is not beyond the stored one changes nothing.</summary>
    public IReadOnlyList<PriceExtreme> Extremes { get; init; } = [];

    /// <summary>Metrics; a value of the same time is replaced.</summary>
    public IReadOnlyList<MetricPoint> Metrics { get; init; } = [];
}

/// <summary>A failed attempt at an item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Code">Stable reason.</param>
/// <param name="Message">The reason in a sentence.</param>
/// <param name="Requests">Requests that it cost.</param>
/// <param name="At">When, by our clock.</param>
/// <param name="RetryAt">When to try again at the earliest, by our clock; null gives the item up.</param>
/// <param name="Epoch">The epoch under which the leader made it; null: no leader did.</param>
public sealed record BackfillFailure(
    BackfillItem Item, string Source, string Code, string Message, int Requests, DateTimeOffset At, DateTimeOffset? RetryAt, long? Epoch);
