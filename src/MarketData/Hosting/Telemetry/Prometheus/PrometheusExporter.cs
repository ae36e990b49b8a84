using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarketData.Hosting.Telemetry.Prometheus;

/// <summary>
/// Gives the metrics as text when they are asked for. Stands where OpenTelemetry.Exporter.Prometheus.AspNetCore would: the SDK collects,
/// bounds and adds up, and only the writing is ours.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Marks the series that take what is beyond the limit of a metric.</summary>
    private const string OverflowTag = "otel.metric.overflow";

    private readonly Lock _gate = new();
    private PrometheusText? _text;
    private int _overflowing;

    /// <summary>Set by the SDK.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>All metrics as they are now.</summary>
    /// <param name="form">The text that is wanted.</param>
    /// <param name="targetLabels">Labels that say which process this is.</param>
    public ReadOnlyMemory<byte> Scrape(PrometheusForm form, string targetLabels)
    {
        // Two scrapes at once follow each other.
        lock (_gate)
        {
            _overflowing = 0;
            var text = _text = new PrometheusText(form);
            text.WriteGauge("target_info", "The process that gives these metrics.", targetLabels, 1);
            Collect?.Invoke(Timeout.Infinite);
            text.WriteGauge("marketdata_telemetry_overflowing_metrics", "Metrics with more series than are kept: what is beyond counts as one series, marked otel_metric_overflow.", "", _overflowing);
            text.End();
            _text = null;
            return text.Written;
        }
    }

    /// <summary>Called by the SDK within <see cref="Scrape"/>.</summary>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            _text?.Write(metric);
            _overflowing += IsOverflowing(metric) ? 1 : 0;
        }

        return ExportResult.Success;
    }

    private static bool IsOverflowing(Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            foreach (var (tag, _) in point.Tags)
            {
                if (tag == OverflowTag)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
