using System.Diagnostics.Metrics;
using Serilog.Sinks.Async;

namespace MarketData.Hosting.Logging;

/// <summary>Counts lines that the console could not take in time. A service that waited for its console would stand still with it.</summary>
internal sealed class LogDrops : IAsyncLogEventSinkMonitor
{
    private IAsyncLogEventSinkInspector? _inspector;

    /// <summary>Makes the instruments.</summary>
    public void Observe(IMeterFactory meters)
    {
        var meter = meters.Create(MarketDataMetrics.MeterName);
        meter.CreateObservableCounter("marketdata.log.dropped", () => _inspector?.DroppedMessagesCount ?? 0, "{line}", "Lines of the log that were left out, since the console did not take them in time.");
        meter.CreateObservableGauge("marketdata.log.waiting", () => _inspector?.Count ?? 0, "{line}", "Lines of the log that wait for the console.");
    }

    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => _inspector = inspector;

    public void StopMonitoring(IAsyncLogEventSinkInspector inspector) => _inspector = null;
}
