using System.Buffers;
using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace MarketData.Hosting.Telemetry.Prometheus;

/// <summary>The two texts that Prometheus reads.</summary>
internal enum PrometheusForm
{
    /// <summary>Text format 0.0.4, which every scraper reads.</summary>
    Text = 0,

    /// <summary>OpenMetrics 1.0.0: with units and an end that shows that nothing was lost.</summary>
    OpenMetrics,
}

/// <summary>Writes metrics as text. Not safe for concurrent use.</summary>
internal sealed class PrometheusText(PrometheusForm form)
{
    private readonly ArrayBufferWriter<byte> _text = new(64 * 1024);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    private bool IsOpenMetrics => form == PrometheusForm.OpenMetrics;

    /// <summary>The text so far.</summary>
    public ReadOnlyMemory<byte> Written => _text.WrittenMemory;

    /// <summary>Writes all series of a metric. One whose name was written already is left out: two families of one name cannot be read.</summary>
    public void Write(Metric metric)
    {
        var name = PrometheusName.Of(metric.Name, metric.Unit);
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var isHistogram = metric.MetricType == MetricType.Histogram;
        if (!_written.Add(name))
        {
            return;
        }

        WriteHead(name, isCounter ? "counter" : isHistogram ? "histogram" : "gauge", PrometheusName.UnitOf(metric.Unit), metric.Description);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point.Tags);
            if (isHistogram)
            {
                WriteHistogram(name, labels, point);
            }
            else
            {
                WriteSample(isCounter ? PrometheusName.OfCounter(name) : name, labels, ValueOf(metric.MetricType, point));
            }
        }
    }

    /// <summary>Writes a gauge of one series.</summary>
    public void WriteGauge(string name, string description, string labels, double value)
    {
        _written.Add(name);
        WriteHead(name, "gauge", "", description);
        WriteSample(name, labels, value);
    }

    /// <summary>Ends the text.</summary>
    public void End()
    {
        if (IsOpenMetrics)
        {
            Append("# EOF\n");
        }
    }

    /// <summary>A label with its value, quoted.</summary>
    public static string Label(string name, string value) => $"{PrometheusName.OfLabel(name)}=\"{Escape(value, quotes: true)}\"";

    private void WriteHead(string name, string type, string unit, string description)
    {
        // OpenMetrics names the family, the older text the series.
        var family = type == "counter" && !IsOpenMetrics ? PrometheusName.OfCounter(name) : name;
        Append($"# TYPE {family} {type}\n");
        if (IsOpenMetrics && unit.Length > 0 && family.EndsWith(unit, StringComparison.Ordinal))
        {
            Append($"# UNIT {family} {unit}\n");
        }

        Append($"# HELP {family} {Escape(description, quotes: IsOpenMetrics)}\n");
    }

    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        var separator = labels.Length == 0 ? "" : ",";
        long sum = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            sum += bucket.BucketCount;
            WriteSample(name + "_bucket", $"{labels}{separator}le=\"{Number(bucket.ExplicitBound)}\"", sum);
        }

        WriteSample(name + "_sum", labels, point.GetHistogramSum());
        WriteSample(name + "_count", labels, point.GetHistogramCount());
    }

    private void WriteSample(string name, string labels, double value) =>
        Append(labels.Length == 0 ? $"{name} {Number(value)}\n" : $"{name}{{{labels}}} {Number(value)}\n");

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _text);

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    /// <summary>Tags that become one label share it, as the specification has it: values in the order of the tags, joined by semicolons.</summary>
    private static string LabelsOf(OpenTelemetry.ReadOnlyTagCollection tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in tags)
        {
            var name = PrometheusName.OfLabel(tag);
            var text = TextOf(value);
            labels[name] = labels.TryGetValue(name, out var before) ? before + ";" + text : text;
        }

        return string.Join(',', labels.Select(label => Label(label.Key, label.Value)));
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
