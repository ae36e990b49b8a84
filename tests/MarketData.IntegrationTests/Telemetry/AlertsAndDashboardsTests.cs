using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using MarketData.Hosting;
using MarketData.Hosting.Telemetry;
using MarketData.Hosting.Telemetry.Prometheus;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Telemetry;

/// <summary>What is shipped for Prometheus and Grafana asks for metrics that there are, and each alert says what to do.</summary>
public sealed partial class AlertsAndDashboardsTests
{
    private const string Rules = "deploy/prometheus/marketdata.rules.yml";
    private const string RuleTests = "deploy/prometheus/marketdata.rules.test.yml";

    /// <summary>What Prometheus and the exporter make themselves.</summary>
    private static readonly string[] Others = ["up", "target_info", "marketdata_telemetry_overflowing_metrics"];

    [Theory]
    [InlineData("check", "config", "deploy/prometheus/prometheus.yml")]
    [InlineData("check", "rules", Rules)]
    [InlineData("test", "rules", RuleTests)]
    public async Task Promtool_OfWhatIsShipped_IsContent(string verb, string what, string file)
    {
        var (code, output) = await PrometheusServer.CheckAsync([verb, what, RepositoryRoot.PathOf(file)]);

        code.ShouldBe(0, output);
    }

    [Fact]
    public void Alerts_EachOne_IsTestedAndHasItsRunBook()
    {
        var alerts = AlertName().Matches(Read(Rules)).Select(match => match.Groups[1].Value).ToList();
        var tested = Read(RuleTests);
        var runBook = Read("docs/operations.md").Split('\n');

        alerts.Count.ShouldBeGreaterThan(10);
        alerts.Where(alert => !tested.Contains($"alertname: {alert}\n        exp_alerts:\n          - exp_labels")).ShouldBeEmpty();
        alerts.Where(alert => !runBook.Contains($"### {alert}")).ShouldBeEmpty();
        alerts.Where(alert => !Read(Rules).Contains($"runbook: docs/operations.md#{alert.ToLowerInvariant()}\n")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Queries_OfAlertsAndDashboards_AskForMetricsThatThereAre()
    {
        var known = (await InstrumentsAsync()).SelectMany(NamesOf).Concat(Others).ToHashSet();
        var dashboards = Directory.GetFiles(RepositoryRoot.PathOf("deploy/grafana"), "*.json").SelectMany(QueriesOf).ToList();
        var rules = Expression().Matches(Read(Rules)).Select(match => match.Groups[1].Value).ToList();

        dashboards.Count.ShouldBeGreaterThan(25);
        rules.Count.ShouldBeGreaterThan(10);
        var recorded = Record().Matches(Read(Rules)).Select(match => match.Groups[1].Value);
        dashboards.Concat(rules).SelectMany(MetricsOf).Distinct().Except(known).Except(recorded).ShouldBeEmpty();
    }

    [Fact]
    public async Task Instruments_OfTheService_AreInTheDocumentation()
    {
        var documentation = Read("docs/operations.md");

        (await InstrumentsAsync()).Where(instrument => instrument.Meter.Name == MarketDataMetrics.MeterName)
            .Select(instrument => instrument.Name).Where(name => !documentation.Contains($"`{name}`")).Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void Dashboards_DataSource_IsAVariable()
    {
        foreach (var file in Directory.GetFiles(RepositoryRoot.PathOf("deploy/grafana"), "*.json"))
        {
            var text = File.ReadAllText(file);
            DataSource().Matches(text).Select(match => match.Groups[1].Value).Distinct().ShouldBe(["${datasource}"]);
        }
    }

    /// <summary>Every instrument of a service that has polled, answered and asked Redis.</summary>
    private static async Task<List<Instrument>> InstrumentsAsync()
    {
        await using var app = await MarketDataApp.StartPolledAsync(
            new Dictionary<string, string?> { ["ConnectionStrings:Redis"] = $"127.0.0.1:{LocalProgram.FreePort()}" }, usesKestrel: true);
        await app.GetJsonAsync("/v1/assets");
        var instruments = new List<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => instruments.Add(instrument) };
        listener.Start();
        return [.. instruments.Where(instrument => MetricViews.Meters.Contains(instrument.Meter.Name))];
    }

    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var name = PrometheusName.Of(MetricViews.NameOf(instrument), instrument.Unit);
        var kind = instrument.GetType().Name;
        return kind.StartsWith("Histogram", StringComparison.Ordinal) ? [name + "_bucket", name + "_sum", name + "_count"]
            : kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal) ? [PrometheusName.OfCounter(name)]
            : [name];
    }

    private static IEnumerable<string> QueriesOf(string file) =>
        JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!);

    /// <summary>Names in an expression, labels aside.</summary>
    private static IEnumerable<string> MetricsOf(string expression) =>
        MetricName().Matches(Labels().Replace(expression, " ")).Select(match => match.Value);

    private static string Read(string file) => File.ReadAllText(RepositoryRoot.PathOf(file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"- record: (\S+)")]
    private static partial Regex Record();

    [GeneratedRegex(@"expr: (?:\|\n)?((?:.|\n(?= {10}))+)")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\{[^}]*\}|(by|without) \([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(up\b|(target|http|marketdata|process|dotnet|kestrel|db)[_:][\w:]+)")]
    private static partial Regex MetricName();

    [GeneratedRegex("\"uid\": \"([^\"]+)\"\\s*}")]
    private static partial Regex DataSource();
}
