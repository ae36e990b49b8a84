using System.Collections.Concurrent;

namespace MarketData.Access;

/// <summary>
/// Callers that are known by what their requests carry, such as an address. Bounded: beyond its size those that have used nothing for a
/// minute are forgotten, and if that makes no room, newcomers share one caller's limits.
/// </summary>
/// <param name="size">Most callers that are held.</param>
/// <param name="make">Makes a caller.</param>
internal sealed class CallerTable<TKey>(int size, Func<TKey, Caller> make)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Caller> _callers = new();
    private Caller? _shared;
    private long _lookAgainAt = long.MinValue;

    public int Count => _callers.Count;

    /// <summary>The caller of a key. Allocates nothing for one that is held.</summary>
    /// <param name="key">What the request carries.</param>
    /// <param name="now">Ticks of 100 ns, as the buckets' clock has them.</param>
    public Caller Get(TKey key, long now)
    {
        if (_callers.TryGetValue(key, out var caller))
        {
            return caller;
        }

        return HasRoom(now) ? _callers.GetOrAdd(key, make) : LazyInitializer.EnsureInitialized(ref _shared, () => make(key));
    }

    private bool HasRoom(long now)
    {
        if (_callers.Count < size)
        {
            return true;
        }

        // A flood of newcomers must not make each of them walk through all callers.
        var lookAgainAt = Volatile.Read(ref _lookAgainAt);
        if (now < lookAgainAt || Interlocked.CompareExchange(ref _lookAgainAt, now + TimeSpan.TicksPerSecond, lookAgainAt) != lookAgainAt)
        {
            return false;
        }

        foreach (var (key, caller) in _callers)
        {
            if (caller.Bucket.IsFull(now))
            {
                _callers.TryRemove(new KeyValuePair<TKey, Caller>(key, caller));
            }
        }

        return _callers.Count < size;
    }
}
