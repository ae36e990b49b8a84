using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.Caching;

/// <summary>Metrics of Redis and the cache. Tags take few values: names of operations and outcomes.</summary>
internal sealed class CacheMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _redisCalls;
    private readonly Histogram<double> _redisDuration;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _readings;
    private readonly Counter<long> _joined;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _unreadable;

    public CacheMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MarketDataMetrics.MeterName);
        _redisCalls = _meter.CreateCounter<long>("marketdata.redis.calls", "{call}", "Calls of Redis, by operation and outcome.");
        _redisDuration = _meter.CreateHistogram<double>("marketdata.redis.duration", "s", "Time until Redis answered, failed or was given up, by operation.");
        _requests = _meter.CreateCounter<long>("marketdata.cache.requests", "{request}", "Requests for cached answers, by outcome.");
        _readings = _meter.CreateCounter<long>("marketdata.cache.readings", "{reading}", "Readings of answers that were not in memory, by outcome.");
        _joined = _meter.CreateCounter<long>("marketdata.cache.joined", "{request}", "Requests that waited for a reading that another had begun.");
        _evictions = _meter.CreateCounter<long>("marketdata.cache.evictions", "{answer}", "Answers that had to make room in memory.");
        _unreadable = _meter.CreateCounter<long>("marketdata.cache.unreadable", "{answer}", "Answers in Redis that could not be read, and count as missing.");
    }

    /// <summary>A call of Redis ended; null if none was made, since the circuit was open.</summary>
    public void RedisCalled(string operation, string outcome, TimeSpan? duration = null)
    {
        var tag = new KeyValuePair<string, object?>("operation", operation);
        _redisCalls.Add(1, tag, new("outcome", outcome));
        if (duration is { } time)
        {
            _redisDuration.Record(time.TotalSeconds, tag);
        }
    }

    /// <summary>A request was answered: <c>hit</c> from memory, <c>miss</c> after a reading, <c>stale</c>; or <c>failed</c>.</summary>
    public void Answered(string outcome) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A reading ended: <c>loaded</c> from the database, <c>shared</c> by Redis, <c>failed</c>, or <c>abandoned</c> by all.</summary>
    public void Read(string outcome) => _readings.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A request waits for a reading that another has begun.</summary>
    public void Joined() => _joined.Add(1);

    /// <summary>Answers had to make room in memory.</summary>
    public void Evicted(int count) => _evictions.Add(count);

    /// <summary>An answer in Redis could not be read.</summary>
    public void Unreadable() => _unreadable.Add(1);

    /// <summary>Observes what the memory holds.</summary>
    public void ObserveMemory(MemoryLayer memory)
    {
        _meter.CreateObservableGauge("marketdata.cache.bytes", () => memory.Bytes, "By", "Memory that cached answers take.");
        _meter.CreateObservableGauge("marketdata.cache.entries", () => memory.Count, "{answer}", "Cached answers in memory.");
    }

    /// <summary>Observes whether Redis is left alone: 1 while it is, else 0.</summary>
    public void ObserveCircuit(Func<bool> isOpen) =>
        _meter.CreateObservableGauge("marketdata.redis.circuit_open", () => isOpen() ? 1 : 0, null, "1 while Redis is left alone because it did not answer.");
}
