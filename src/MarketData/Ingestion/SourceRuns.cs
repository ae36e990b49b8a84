using System.Collections.Concurrent;

namespace MarketData.Ingestion;

/// <summary>The last polls, kept in memory so that how the sources are doing can be told when the database cannot be reached.</summary>
internal sealed class SourceRuns
{
    private readonly ConcurrentDictionary<string, SourceRun> _runs = [];

    /// <summary>A poll ended.</summary>
    public void Finished(IngestionRun run) => _runs.AddOrUpdate(
        run.Source,
        _ => new SourceRun(run, GoodAt(run)),
        (_, before) => new SourceRun(run, GoodAt(run) ?? before.LastGoodAt));

    /// <summary>The last poll of a source; null before the first.</summary>
    public SourceRun? Find(string source) => _runs.GetValueOrDefault(source);

    private static DateTimeOffset? GoodAt(IngestionRun run) => run.Outcome == IngestionOutcome.Failed ? null : run.FinishedAt;
}

/// <summary>The last poll of a source.</summary>
/// <param name="Last">The poll.</param>
/// <param name="LastGoodAt">When a poll last brought anything; null if none did since the service started.</param>
internal sealed record SourceRun(IngestionRun Last, DateTimeOffset? LastGoodAt);
