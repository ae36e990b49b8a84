using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.IntegrationTests.Replicas;

/// <summary>The outcomes that a counter of the service is given from now on, by all services of the process.</summary>
internal sealed class MetricOutcomes : IDisposable
{
    private readonly List<string> _seen = [];
    private readonly MeterListener _listener;

    public MetricOutcomes(string instrumentName)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == MarketDataMetrics.MeterName && instrument.Name == instrumentName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (_seen)
            {
                _seen.Add((string)tags[0].Value!);
            }
        });
        _listener.Start();
    }

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    public void Dispose() => _listener.Dispose();
}
