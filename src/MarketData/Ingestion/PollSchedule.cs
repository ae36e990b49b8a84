namespace MarketData.Ingestion;

/// <summary>When prices are polled next.</summary>
internal sealed class PollSchedule(EnabledSources sources, SourceRuns runs)
{
    /// <summary>
    /// The time from which newer prices may be there, by our clock: the earliest next poll of any source of prices, or
    /// <paramref name="now"/> if one is due. Where no poll ran in this process, intervals count from <paramref name="since"/>.
    /// </summary>
    public DateTimeOffset NextAfter(DateTimeOffset since, DateTimeOffset now)
    {
        var next = DateTimeOffset.MaxValue;
        foreach (var source in sources.All)
        {
            if (source.GivesQuotes)
            {
                var due = (runs.Find(source.Name)?.Last.StartedAt ?? since) + source.Interval;
                next = due < next ? due : next;
            }
        }

        return next == DateTimeOffset.MaxValue || next < now ? now : next;
    }
}
