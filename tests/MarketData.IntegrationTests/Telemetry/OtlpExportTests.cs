using System.Text;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Telemetry;

/// <summary>What goes to a collector, and what its being slow or away does to requests: nothing.</summary>
public sealed class OtlpExportTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Otlp_CollectorSet_GetsSpansMetricsAndLogs()
    {
        await using var collector = await CollectorStub.StartAsync();
        await using var service = await RunningService.StartAsync(SettingsOf(collector.Url));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/assets/bitcoin/candles");
        request.Headers.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");
        (await service.Client.SendAsync(request)).IsSuccessStatusCode.ShouldBeTrue();
        (await service.Client.GetAsync("/v1/rankings/gainers?limit=1")).Dispose();

        string[] spans =
        [
            "poll", "source.fetch", "gate", "store.commit", "snapshot.build", "sqlite.write", "cache.reading", "ranking.compute",
            "GET /v1/assets/{id}/candles", "http.route", "http.response.status_code", "marketdata.source", "coingecko", "service.name", "marketdata", "service.version",
        ];
        await service.UntilAsync(() => Task.FromResult(spans.All(collector.ReceivedAt("/v1/traces").Contains)), "seen with all its spans");
        await service.UntilAsync(() => Task.FromResult(collector.ReceivedAt("/v1/metrics").Contains("marketdata.ingestion.runs")), "seen with its metrics");
        await service.UntilAsync(() => Task.FromResult(collector.ReceivedAt("/v1/logs").Contains("Polled coingecko: ")), "seen with its log");

        // The caller's trace goes on here, and the reading that the request began belongs to it.
        var traceId = Encoding.Latin1.GetString(Convert.FromHexString(TraceId));
        collector.ReceivedAt("/v1/traces").Split(traceId).Length.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Otlp_TraceOfOurs_IsNotToldToProviders()
    {
        await using var collector = await CollectorStub.StartAsync();
        await using var service = await RunningService.StartAsync(SettingsOf(collector.Url));
        await service.UntilAsync(() => Task.FromResult(collector.ReceivedAt("/v1/traces").Contains("source.fetch")), "seen polling");

        service.Upstream.Requests.ShouldNotBeEmpty();
        service.Upstream.Requests.ShouldAllBe(sent => !sent.Headers.Keys.Any(header => header.StartsWith("trace", StringComparison.OrdinalIgnoreCase) || header.Contains("baggage")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Otlp_CollectorAwayOrNeverAnswering_FailsNoRequestAndNoStop(bool isAway)
    {
        await using var collector = await CollectorStub.StartAsync(answers: false);
        var url = isAway ? $"http://127.0.0.1:{LocalProgram.FreePort()}" : collector.Url;
        await using var service = await RunningService.StartAsync(SettingsOf(url));

        for (var i = 0; i < 3_000; i++)
        {
            using var response = await service.Client.GetAsync("/v1/price/bitcoin");
            response.IsSuccessStatusCode.ShouldBeTrue();
        }

        (await service.StopAsync()).ShouldBe(0);
    }

    private static Dictionary<string, string> SettingsOf(string collector) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "500",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
    };
}
