using System.Diagnostics.Metrics;
using MarketData.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

/// <summary>Hits and misses of the kept pages of one service, by its own metric, from when this was made.</summary>
internal sealed class PageCounts
{
    private readonly object _scope;
    private readonly (long Hits, long Misses) _before;

    public PageCounts(IServiceProvider services)
    {
        // Other services of the run have meters of the same name; the factory tells them apart.
        _scope = services.GetRequiredService<IMeterFactory>();
        _before = Total();
    }

    public (long Hits, long Misses) Read()
    {
        var (hits, misses) = Total();
        return (hits - _before.Hits, misses - _before.Misses);
    }

    private (long Hits, long Misses) Total()
    {
        var counts = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == MarketDataMetrics.MeterName && instrument.Meter.Scope == _scope && instrument.Name == "marketdata.pages.requests")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counts[(string)tags[0].Value!] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return (counts["hit"], counts["miss"]);
    }
}
