namespace MarketData.Access.Limits;

/// <summary>
/// A token bucket that holds a minute's requests and is refilled evenly. Safe for concurrent use, takes no lock and allocates nothing:
/// its state is the one moment at which it will be full again (the generic cell rate algorithm).
/// </summary>
internal sealed class TokenBucket
{
    /// <summary>In ticks of 100 ns, by the caller's clock.</summary>
    private long _fullAt;

    /// <summary>Takes a token if there is one.</summary>
    /// <param name="perMinute">Its size, and the tokens that come in a minute; above zero.</param>
    /// <param name="now">Ticks of 100 ns of a clock that does not go back.</param>
    public Allowance Take(int perMinute, long now)
    {
        var interval = IntervalOf(perMinute);
        var size = interval * perMinute;
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + interval;
            if (next - now > size)
            {
                return new Allowance(false, 0, TimeSpan.FromTicks(next - now - size));
            }

            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
            {
                return new Allowance(true, (size - (next - now)) / interval, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Gives a token back.</summary>
    public void Return(int perMinute) => Interlocked.Add(ref _fullAt, -IntervalOf(perMinute));

    /// <summary>Tokens that are left, without taking one.</summary>
    public long Remaining(int perMinute, long now)
    {
        var interval = IntervalOf(perMinute);
        var missing = Math.Max(0, Volatile.Read(ref _fullAt) - now);
        return Math.Max(0, ((interval * perMinute) - missing) / interval);
    }

    /// <summary>Whether it is full, so that a new one would do as well.</summary>
    public bool IsFull(long now) => Volatile.Read(ref _fullAt) <= now;

    /// <summary>Ticks between two tokens. Rounded up, so that the limit is never exceeded.</summary>
    private static long IntervalOf(int perMinute) => (TimeSpan.TicksPerMinute + perMinute - 1) / perMinute;
}
