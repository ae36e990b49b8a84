using System.Collections.Concurrent;

namespace MarketData.Ingestion.Backfill;

/// <summary>How fast jobs go since this process works on them, and which sources make them wait. Safe for concurrent use.</summary>
internal sealed class BackfillProgress(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, (DateTimeOffset Since, double Done)> _speeds = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _waits = new();

    /// <summary>A page of a job is about to be asked for.</summary>
    public void Begins(long jobId) => _speeds.TryAdd(jobId, (time.GetUtcNow(), 0));

    /// <summary>A page of a job is stored, which covers so many intervals.</summary>
    public void Moved(long jobId, double intervals) =>
        _speeds.AddOrUpdate(jobId, _ => (time.GetUtcNow(), 0), (_, speed) => (speed.Since, speed.Done + intervals));

    /// <summary>Intervals of a job that are done in a second; null until the first page is stored.</summary>
    public double? RateOf(long jobId) =>
        _speeds.TryGetValue(jobId, out var speed) && speed.Done > 0 && time.GetUtcNow() > speed.Since
            ? speed.Done / (time.GetUtcNow() - speed.Since).TotalSeconds
            : null;

    /// <summary>A source lets nothing through until a time; null: it does now.</summary>
    public void Waits(string source, DateTimeOffset? until)
    {
        if (until is { } end)
        {
            _waits[source] = end;
        }
        else
        {
            _waits.TryRemove(source, out _);
        }
    }

    /// <summary>Until when a source lets nothing through; null if it does now.</summary>
    public DateTimeOffset? WaitsUntil(string source) => _waits.TryGetValue(source, out var until) && until > time.GetUtcNow() ? until : null;
}
