using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.Streaming;

/// <summary>Metrics of streams, under the service's meter.</summary>
internal sealed class StreamMetrics
{
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _events;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _ended;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MarketDataMetrics.MeterName);
        _open = meter.CreateUpDownCounter<long>("marketdata.streams.open", "{stream}", "Streams that are open, by transport.");
        _events = meter.CreateCounter<long>("marketdata.streams.events", "{event}", "Events sent, by transport and type.");
        _skipped = meter.CreateCounter<long>("marketdata.streams.skipped", "{update}", "Updates that newer ones replaced before a slow reader took them.");
        _refusals = meter.CreateCounter<long>("marketdata.streams.refusals", "{stream}", "Streams that were refused, by the limit that was reached.");
        _ended = meter.CreateCounter<long>("marketdata.streams.ended", "{stream}", "Streams that ended, by reason.");
    }

    public void Opened(string transport) => _open.Add(1, new KeyValuePair<string, object?>("transport", transport));

    public void Ended(string transport, string reason)
    {
        _open.Add(-1, new KeyValuePair<string, object?>("transport", transport));
        _ended.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    public void Sent(string transport, string type) => _events.Add(1, new("transport", transport), new("type", type));

    public void Skipped(long updates) => _skipped.Add(updates);

    public void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
