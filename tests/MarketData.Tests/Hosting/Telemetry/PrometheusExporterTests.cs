using System.Diagnostics.Metrics;
using System.Text;
using MarketData.Hosting.Telemetry;
using MarketData.Hosting.Telemetry.Prometheus;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarketData.Tests.Hosting.Telemetry;

public sealed class PrometheusExporterTests : IDisposable
{
    // A name of its own for each test: the SDK hears every meter of the process.
    private readonly Meter _meter = new("test-" + Guid.NewGuid());
    private readonly PrometheusExporter _exporter = new();
    private readonly MeterProvider _provider;

    public PrometheusExporterTests() => _provider = Sdk.CreateMeterProviderBuilder()
        .AddMeter(_meter.Name)
        .AddView(MetricViews.ViewOf)
        .AddReader(new BaseExportingMetricReader(_exporter))
        .Build();

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Scrape_EachKindOfInstrument_IsTheTextOfPrometheus()
    {
        Record();

        Scrape(PrometheusForm.Text).ShouldBe(
            """
            # TYPE target_info gauge
            # HELP target_info The process that gives these metrics.
            target_info{service_name="test"} 1
            # TYPE test_runs_total counter
            # HELP test_runs_total Runs.
            test_runs_total{outcome="failed",source="a"} 2
            # TYPE test_depth gauge
            # HELP test_depth Depth.
            test_depth -3
            # TYPE test_wait_seconds histogram
            # HELP test_wait_seconds Wait.
            test_wait_seconds_bucket{class="x",le="0.1"} 1
            test_wait_seconds_bucket{class="x",le="1"} 2
            test_wait_seconds_bucket{class="x",le="+Inf"} 3
            test_wait_seconds_sum{class="x"} 7.55
            test_wait_seconds_count{class="x"} 3
            # TYPE test_age_seconds gauge
            # HELP test_age_seconds Age.
            test_age_seconds 1E-07
            # TYPE marketdata_telemetry_overflowing_metrics gauge
            # HELP marketdata_telemetry_overflowing_metrics Metrics with more series than are kept: what is beyond counts as one series, marked otel_metric_overflow.
            marketdata_telemetry_overflowing_metrics 0

            """);
    }

    [Fact]
    public void Scrape_OpenMetrics_NamesFamiliesUnitsAndItsEnd()
    {
        Record();

        var text = Scrape(PrometheusForm.OpenMetrics);

        text.ShouldContain("# TYPE test_runs counter\n# HELP test_runs Runs.\ntest_runs_total{outcome=\"failed\",source=\"a\"} 2\n");
        text.ShouldContain("# TYPE test_wait_seconds histogram\n# UNIT test_wait_seconds seconds\n");
        text.ShouldEndWith("\n# EOF\n");
    }

    [Fact]
    public void Scrape_TagsAndHelpOfAnyText_AreEscaped()
    {
        var counter = _meter.CreateCounter<long>("odd", null, "A \"quoted\" \\ and\nbroken line.");
        counter.Add(1, new KeyValuePair<string, object?>("path", "a\"b\\c\nd"), new("is.it", true), new("none", null));

        Scrape(PrometheusForm.Text).ShouldContain(
            "# HELP odd_total A \"quoted\" \\\\ and\\nbroken line.\nodd_total{is_it=\"true\",none=\"\",path=\"a\\\"b\\\\c\\nd\"} 1\n");
        Scrape(PrometheusForm.OpenMetrics).ShouldContain("# HELP odd A \\\"quoted\\\" \\\\ and\\nbroken line.\n");
    }

    [Fact]
    public void Scrape_TagsThatBecomeOneLabel_ShareIt()
    {
        _meter.CreateCounter<long>("joined").Add(1, new KeyValuePair<string, object?>("a.b", "1"), new("a_b", "2"));

        Scrape(PrometheusForm.Text).ShouldContain("joined_total{a_b=\"1;2\"} 1\n");
    }

    [Fact]
    public void Scrape_InstrumentsThatBecomeOneName_GiveOneFamily()
    {
        _meter.CreateCounter<long>("same.name").Add(1);
        _meter.CreateCounter<long>("same_name").Add(5);

        Scrape(PrometheusForm.Text).Split('\n').Count(line => line.StartsWith("# TYPE same_name_total", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Scrape_MoreSeriesThanAreKept_FoldsAndCountsThem()
    {
        var counter = _meter.CreateCounter<long>("keys");
        for (var i = 0; i < 10_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("key", i));
        }

        var lines = Scrape(PrometheusForm.Text).Split('\n');

        var series = lines.Where(line => line.StartsWith("keys_total{", StringComparison.Ordinal)).ToList();
        series.Count.ShouldBeLessThanOrEqualTo(MetricViews.MaxSeries + 1);
        series.Single(line => line.Contains("otel_metric_overflow=\"true\"")).ShouldEndWith($" {10_000 - series.Count + 1}");
        lines.ShouldContain("marketdata_telemetry_overflowing_metrics 1");
    }

    [Fact]
    public void Scrape_Twice_GoesOnCounting()
    {
        var counter = _meter.CreateCounter<long>("twice");
        counter.Add(1);
        Scrape(PrometheusForm.Text).ShouldContain("twice_total 1\n");
        counter.Add(1);

        Scrape(PrometheusForm.Text).ShouldContain("twice_total 2\n");
    }

    private void Record()
    {
        _meter.CreateCounter<long>("test.runs", "{run}", "Runs.").Add(2, new KeyValuePair<string, object?>("source", "a"), new("outcome", "failed"));
        _meter.CreateUpDownCounter<int>("test.depth", null, "Depth.").Add(-3);
        var wait = _meter.CreateHistogram("test.wait", "s", "Wait.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in (double[])[0.05, 0.5, 7])
        {
            wait.Record(seconds, new KeyValuePair<string, object?>("class", "x"));
        }

        _meter.CreateObservableGauge("test.age", () => 0.0000001, "s", "Age.");
    }

    private string Scrape(PrometheusForm form) =>
        Encoding.UTF8.GetString(_exporter.Scrape(form, PrometheusText.Label("service.name", "test")).Span);
}
