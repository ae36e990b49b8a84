namespace MarketData.Ingestion.Sources;

/// <summary>
/// A part of a source that is asked for less often than the source is polled. When it fails it is asked for again at the next poll.
/// </summary>
internal sealed class SlowFeed<T>(string name, TimeSpan period, TimeProvider time)
{
    private DateTimeOffset _dueAt = DateTimeOffset.MinValue;

    /// <summary>What the feed brings; empty if it is not due, or if it failed, which adds one entry to <paramref name="failures"/>.</summary>
    public async Task<IReadOnlyList<T>> FetchIfDueAsync(Func<Task<IReadOnlyList<T>>> fetch, List<string> failures)
    {
        var now = time.GetUtcNow();
        if (now < _dueAt)
        {
            return [];
        }

        try
        {
            var found = await fetch();
            _dueAt = now + period;
            return found;
        }
        catch (SourceException exception)
        {
            failures.Add($"{name}: {exception.Code}: {exception.Message}");
            return [];
        }
    }
}
