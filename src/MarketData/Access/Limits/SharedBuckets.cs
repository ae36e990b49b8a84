using MarketData.Caching;
using StackExchange.Redis;

namespace MarketData.Access.Limits;

/// <summary>
/// The buckets of all replicas in Redis, so that a limit holds for all of them together. One call for a request, by Redis' own clock; the
/// same algorithm as <see cref="TokenBucket"/>.
/// </summary>
internal sealed class SharedBuckets(RedisConnection redis)
{
    // Times are in microseconds: below 2^53, so that Lua's numbers hold them exactly. A full bucket needs no key.
    private const string TakeScript = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local interval = tonumber(ARGV[1])
        local size = interval * tonumber(ARGV[2])
        local nextFull = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + interval
        if nextFull - now > size then
            return {0, nextFull - now - size}
        end
        redis.call('SET', KEYS[1], string.format('%.0f', nextFull), 'PX', math.ceil((nextFull - now) / 1000))
        return {1, math.floor((size - (nextFull - now)) / interval)}
        """;

    private const string ReturnScript = """
        if redis.call('EXISTS', KEYS[1]) == 1 then
            return redis.call('DECRBY', KEYS[1], ARGV[1])
        end
        return 0
        """;

    /// <summary>Whether there is a Redis to share limits through.</summary>
    public bool IsConfigured => redis.IsConfigured;

    /// <summary>Takes a token; null if Redis did not answer.</summary>
    public async ValueTask<Allowance?> TakeAsync(string key, int perMinute, CancellationToken cancellationToken)
    {
        var reply = await redis.TryAsync(
            "rate_take",
            database => database.ScriptEvaluateAsync(TakeScript, [KeyOf(key)], [IntervalOf(perMinute), perMinute]),
            cancellationToken);
        if (!reply.Answered || (long[]?)reply.Value is not [var granted, var rest])
        {
            return null;
        }

        return granted == 1
            ? new Allowance(true, rest, TimeSpan.Zero)
            : new Allowance(false, 0, TimeSpan.FromMicroseconds(rest));
    }

    /// <summary>Gives a token back, if Redis answers.</summary>
    public async ValueTask ReturnAsync(string key, int perMinute, CancellationToken cancellationToken) =>
        await redis.TryAsync(
            "rate_return", database => database.ScriptEvaluateAsync(ReturnScript, [KeyOf(key)], [IntervalOf(perMinute)]), cancellationToken);

    private RedisKey KeyOf(string key) => $"{redis.KeyPrefix}:rate:{key}";

    /// <summary>Microseconds between two tokens. Rounded up, so that the limit is never exceeded.</summary>
    private static long IntervalOf(int perMinute) => (60_000_000L + perMinute - 1) / perMinute;
}
