namespace MarketData.Imports;

/// <summary>
/// The times that rows have had, so that a second row of one time is noticed however far from the first. Memory does not grow with the
/// file: a bit for each minute since 2009. Of times within a minute only two rows in a row are compared.
/// </summary>
internal sealed class SeenTimes(DateTimeOffset now)
{
    /// <summary>The day of the first block there was: nothing is older.</summary>
    public static readonly DateTimeOffset Earliest = new(2009, 1, 3, 0, 0, 0, TimeSpan.Zero);

    private readonly System.Collections.BitArray _minutes = new((int)(now - Earliest).TotalMinutes + 1);
    private DateTimeOffset _last;

    /// <summary>Notes a time from <see cref="Earliest"/> to now; false if a row had it before.</summary>
    public bool Add(DateTimeOffset time)
    {
        var isRepeated = time == _last;
        _last = time;
        if (time.UtcTicks % TimeSpan.TicksPerMinute == 0)
        {
            var minute = (int)((time - Earliest).Ticks / TimeSpan.TicksPerMinute);
            isRepeated |= _minutes[minute];
            _minutes[minute] = true;
        }

        return !isRepeated;
    }
}
