using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MarketData.Hosting.Telemetry;

/// <summary>The process as Prometheus' client libraries name it, for dashboards that are made for any service. Beside it .NET's own meter.</summary>
internal sealed class ProcessMetrics(IMeterFactory meters)
{
    private const string DescriptorFolder = "/proc/self/fd";

    /// <summary>Makes the instruments; they are read when metrics are collected.</summary>
    public void Observe()
    {
        var meter = meters.Create(MarketDataMetrics.MeterName);
        using var process = Process.GetCurrentProcess();
        var startedAt = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        meter.CreateObservableGauge("process.start_time", () => startedAt, "s", "When the process started, in seconds since 1970.");
        meter.CreateObservableGauge("process.resident_memory", () => Environment.WorkingSet, "By", "Memory of the process that is in RAM.");
        meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time of the process, user and system.");
        if (Directory.Exists(DescriptorFolder))
        {
            meter.CreateObservableGauge("process.open_fds", () => Directory.EnumerateFileSystemEntries(DescriptorFolder).Count(), "{descriptor}", "Open files and sockets.");
        }
    }
}
