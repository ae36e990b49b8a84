using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.Caching;

/// <summary>Metrics of Redis and the cache. Tags take few values: names of operations and outcomes.</summary>
internal sealed class CacheMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _redisCalls;
    private readonly Histogram<double> _redisDuration;

    public CacheMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MarketDataMetrics.MeterName);
        _redisCalls = _meter.CreateCounter<long>("marketdata.redis.calls", "{call}", "Calls of Redis, by operation and outcome.");
        _redisDuration = _meter.CreateHistogram<double>("marketdata.redis.duration", "s", "Time until Redis answered, failed or was given up, by operation.");
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

    /// <summary>Observes whether Redis is left alone: 1 while it is, else 0.</summary>
    public void ObserveCircuit(Func<bool> isOpen) =>
        _meter.CreateObservableGauge("marketdata.redis.circuit_open", () => isOpen() ? 1 : 0, "1", "1 while Redis is left alone because it did not answer.");
}
