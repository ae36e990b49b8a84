namespace MarketData.Ingestion.Sources.Sample;

/// <summary>
/// The highest (or lowest) second of a window that moves on with time. Gives what a search of the whole window gives, but
/// searches only what is new while the last answer is still in the window. Not safe for concurrent use.
/// </summary>
/// <param name="path">The path that is searched.</param>
/// <param name="lowest">Whether the lowest second is sought.</param>
internal sealed class SampleMovingPeak(SamplePath path, bool lowest)
{
    private (long From, long To, SamplePeak Peak)? _last;

    /// <summary>The peak of <c>from ≤ second ≤ to</c>, or <paramref name="known"/> if it is not surpassed there.</summary>
    public SamplePeak Find(long from, long to, SamplePeak known)
    {
        var unsearched = from;
        if (_last is { } last && last.To <= to && (last.From == from || (last.From <= from && from <= last.Peak.Second)))
        {
            unsearched = last.To;
            known = Surpasses(last.Peak, known) ? last.Peak : known;
        }

        var peak = lowest ? path.Lowest(unsearched, to, known) : path.Highest(unsearched, to, known);
        _last = (from, to, peak);
        return peak;
    }

    private bool Surpasses(SamplePeak peak, SamplePeak other) => lowest ? peak.Value < other.Value : peak.Value > other.Value;
}
