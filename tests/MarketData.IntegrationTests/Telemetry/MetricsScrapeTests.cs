using System.Globalization;
using System.Text.RegularExpressions;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Telemetry;

/// <summary>The metrics of a service of its own, as Prometheus sees them.</summary>
public sealed partial class MetricsScrapeTests : IAsyncLifetime
{
    private static readonly (string Expression, double Expected)[] Figures =
    [
        ("up", 1),
        ("marketdata_ingestion_runs_total{source=\"coingecko\",outcome=\"succeeded\"}", 1),
        ("marketdata_snapshot_assets", 20),
        ("marketdata_snapshot_stale", 0),
        ("marketdata_database_up", 1),
        ("marketdata_ingestion_banned{source=\"coingecko\"}", 0),
        ("http_server_request_duration_seconds_count{http_route=\"/v1/assets/{id}\",http_request_method=\"GET\",http_response_status_code=\"404\"}", 1),
        ("marketdata_telemetry_overflowing_metrics", 0),
    ];

    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(new Dictionary<string, string>
    {
        ["Telemetry__Metrics__Networks__0"] = "127.0.0.1",
        ["Access__Plans__anonymous__RequestsPerMinute"] = "20000",
    });

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Metrics_AfterSomeRequests_AreCleanToPromtool()
    {
        await _service.Client.GetStringAsync("/v1/assets");
        await _service.Client.GetStringAsync("/v1/assets/bitcoin/candles");

        var (code, output) = await PrometheusServer.CheckAsync(["check", "metrics"], await ScrapeAsync());

        output.ShouldBeEmpty();
        code.ShouldBe(0);
    }

    [Fact]
    public async Task Metrics_ScrapedByPrometheus_HaveTheFigures()
    {
        (await _service.Client.GetAsync("/v1/assets/nowhere")).Dispose();
        await using var prometheus = PrometheusServer.Start(_service.Client.BaseAddress!);

        foreach (var (expression, expected) in Figures)
        {
            (await prometheus.QueryAsync(expression)).ShouldBe(expected, expression);
        }
    }

    [Fact]
    public async Task Metrics_TenThousandRandomPathsKeysAndMethods_AddNoSeries()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            await SendAsync(random);
        }

        var before = SeriesOf(await ScrapeAsync());
        await Parallel.ForEachAsync(Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await SendAsync(new Random(i)));
        var text = await ScrapeAsync();

        SeriesOf(text).Except(before).Where(series => !Runtime().IsMatch(series)).ShouldBeEmpty();
        text.ShouldContain("\nmarketdata_telemetry_overflowing_metrics 0\n");
        text.ShouldNotContain("otel_metric_overflow=");
        RequestsOf(text, "404").ShouldBeGreaterThan(2_000);
        RequestsOf(text, "401").ShouldBeGreaterThan(2_000);
    }

    /// <summary>A path that is nowhere, an asset that is none, a key that is none, a method that is none: each chosen at random.</summary>
    private async Task SendAsync(Random random)
    {
        var word = random.NextInt64().ToString("x", CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Get, random.Next(3) switch
        {
            0 => $"/{word}/{word}",
            1 => $"/v1/assets/{word}",
            _ => $"/v1/prices?ids={word}",
        });
        switch (random.Next(4))
        {
            case 0:
                request.Headers.Add("X-Api-Key", word);
                break;
            case 1:
                request.Method = new HttpMethod("M" + word.ToUpperInvariant());
                break;
        }

        request.Headers.Add("User-Agent", word);
        using var response = await _service.Client.SendAsync(request);
    }

    private Task<string> ScrapeAsync() => _service.Client.GetStringAsync("/metrics");

    /// <summary>Names and labels of all series.</summary>
    private static HashSet<string> SeriesOf(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.LastIndexOf(' ')])];

    private static double RequestsOf(string text, string status) => text.Split('\n')
        .Where(line => line.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal) && line.Contains($"code=\"{status}\""))
        .Sum(line => double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture));

    /// <summary>What .NET itself may begin to report in between, and the routes and polls of the service's own beat.</summary>
    [GeneratedRegex("^(dotnet_|http_client_|marketdata_ingestion_|marketdata_ranking_|marketdata_pages_|http_server_request_duration_seconds\\w*\\{[^}]*http_route=\"/metrics\")")]
    private static partial Regex Runtime();
}
