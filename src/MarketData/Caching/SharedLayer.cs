using Microsoft.Extensions.Options;

namespace MarketData.Caching;

/// <summary>What a process that wants to read an answer found in Redis.</summary>
/// <param name="Entry">The entry; null if there was none that could be read.</param>
/// <param name="Lock">The lock that it now holds, to be given back; null if another holds it, or Redis does not answer.</param>
internal readonly record struct SharedTurn(CacheEntry? Entry, string? Lock);

/// <summary>Entries in Redis, which all replicas share. Where there is none, or it does not answer, nothing is found and nothing kept.</summary>
/// <remarks>Calls take no token: each is bounded, and a lock that was taken for a caller who left has to be given back.</remarks>
internal sealed class SharedLayer(RedisConnection redis, IOptions<CacheOptions> options, CacheMetrics metrics, TimeProvider time)
{
    /// <summary>How often a process looks whether another has read what it waits for.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(20);

    private readonly CacheKeys _keys = new(redis.KeyPrefix);
    private readonly TimeSpan _lockFor = options.Value.LockFor;

    /// <summary>
    /// The entry, as soon as there is one that <paramref name="isFresh"/> takes; else the turn to read it. While another process has
    /// the turn this one waits, for <see cref="CacheOptions.LockFor"/> at most.
    /// </summary>
    public async Task<SharedTurn> TakeTurnAsync(string key, Func<CacheEntry, bool> isFresh, CancellationToken cancellationToken)
    {
        if (!redis.IsConfigured)
        {
            return default;
        }

        var startedAt = time.GetTimestamp();
        var name = Guid.NewGuid().ToString("N");
        string? taken = null;
        while (true)
        {
            // Also once the lock is held: the one who held it before may have put the entry there since the last look.
            var found = await GetAsync(key);
            if (found is { Answered: true, Value: { } entry } && isFresh(entry))
            {
                await GiveBackAsync(key, taken);
                return new SharedTurn(entry, null);
            }

            if (!found.Answered || taken is not null || time.GetElapsedTime(startedAt) >= _lockFor)
            {
                return new SharedTurn(found.Value, taken);
            }

            var locked = await redis.TryAsync(
                "cache_lock", database => database.LockTakeAsync(_keys.Lock(key), name, _lockFor), CancellationToken.None);
            if (!locked.Answered)
            {
                return new SharedTurn(found.Value, null);
            }

            if (locked.Value)
            {
                taken = name;
            }
            else
            {
                await Task.Delay(LookPeriod, time, cancellationToken);
            }
        }
    }

    /// <summary>Keeps an entry as long as it may be given.</summary>
    public async Task PutAsync(string key, CacheEntry entry)
    {
        var expiry = entry.KeptUntil - time.GetUtcNow();
        if (redis.IsConfigured && expiry > TimeSpan.Zero)
        {
            var bytes = CacheEntryCodec.Encode(entry);
            await redis.TryAsync("cache_put", database => database.StringSetAsync(_keys.Answer(key), bytes, expiry), CancellationToken.None);
        }
    }

    /// <summary>Gives a lock back; one that is null was not taken.</summary>
    public async Task GiveBackAsync(string key, string? taken)
    {
        if (taken is not null)
        {
            await redis.TryAsync("cache_unlock", database => database.LockReleaseAsync(_keys.Lock(key), taken), CancellationToken.None);
        }
    }

    private async Task<RedisReply<CacheEntry>> GetAsync(string key)
    {
        var reply = await redis.TryAsync("cache_get", database => database.StringGetAsync(_keys.Answer(key)), CancellationToken.None);
        if (!reply.Answered || reply.Value.IsNull)
        {
            return new RedisReply<CacheEntry>(reply.Answered, null);
        }

        var entry = CacheEntryCodec.Decode((byte[])reply.Value!);
        if (entry is null)
        {
            metrics.Unreadable();
        }

        return new RedisReply<CacheEntry>(true, entry);
    }
}
