using System.Text.Json;
using MarketData.Metrics;
using MarketData.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

public sealed class MetricsEndpointsTests : IAsyncLifetime
{
    private const string Path = "/v1/assets/bitcoin/metrics";

    private static readonly DateTimeOffset Day = new(2019, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private MarketDataApp _app = null!;

    public async Task InitializeAsync() => _app = await MarketDataApp.StartPolledAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task GetMetrics_KnownAndUnknownNames_SayWhatIsKnownOfThem()
    {
        await PutAsync("active_addresses", 3, i => 100 + i);
        await PutAsync("odd_figure", 1, _ => 0.10m);

        var answer = await _app.GetJsonAsync(Path);

        var metrics = answer.GetProperty("data").EnumerateArray().ToDictionary(metric => metric.GetProperty("name").GetString()!);
        var addresses = metrics["active_addresses"];
        addresses.GetProperty("unit").GetString().ShouldBe("count");
        addresses.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
        addresses.GetProperty("count").GetInt64().ShouldBe(3);
        addresses.GetProperty("first").GetDateTimeOffset().ShouldBe(Day);
        addresses.GetProperty("last").GetDateTimeOffset().ShouldBe(Day.AddDays(2));
        addresses.GetProperty("latest").GetDecimal().ShouldBe(102);
        metrics["odd_figure"].GetProperty("unit").ValueKind.ShouldBe(JsonValueKind.Null);
        metrics["odd_figure"].GetProperty("latest").GetRawText().ShouldBe("0.10");
        answer.GetProperty("meta").GetProperty("currency").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task GetMetric_AllPages_HoldEveryValueOnce()
    {
        await PutAsync("fees", 25, i => i + 0.5m);
        var values = new List<decimal>();
        var path = $"{Path}/fees?limit=7&from=2019-03-01";
        while (path is not null)
        {
            var answer = await _app.GetJsonAsync(path);
            values.AddRange(answer.GetProperty("data").EnumerateArray().Select(value => value.GetProperty("value").GetDecimal()));
            path = answer.GetProperty("next").GetString() is { } next ? $"{Path}/fees?limit=7&from={next}" : null;
        }

        values.ShouldBe(Enumerable.Range(0, 25).Select(i => i + 0.5m));
    }

    [Fact]
    public async Task GetMetric_NoStart_GivesTheNewestBeforeTheEnd()
    {
        await PutAsync("fees", 10, i => i);

        var answer = await _app.GetJsonAsync($"{Path}/FEES?limit=3&to=2019-03-08");

        answer.GetProperty("data").EnumerateArray().Select(value => value.GetProperty("value").GetInt32()).ShouldBe([4, 5, 6]);
    }

    [Fact]
    public async Task GetMetric_Csv_StreamsWhatJsonDoesNotHold()
    {
        await PutAsync("fees", 1500, i => i);
        using var client = _app.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/csv");

        var csv = await client.GetStringAsync(new Uri($"{Path}/fees?limit=2000&from=2019-03-01", UriKind.Relative));

        var lines = csv.Split("\r\n");
        lines[0].ShouldBe("at,value,source");
        lines[1].ShouldBe("2019-03-01T00:00:00Z,0,coinmetrics");
        lines.Length.ShouldBe(1502);
        (await _app.SendAsync(HttpMethod.Get, $"{Path}/fees?limit=2000")).ShouldBeProblem(400, "too_many_points");
    }

    [Theory]
    [InlineData("/v1/assets/bitcoin/metrics/nothing", 404, "unknown_metric")]
    [InlineData("/v1/assets/nowhere/metrics/tvl", 404, "unknown_asset")]
    [InlineData("/v1/assets/nowhere/metrics", 404, "unknown_asset")]
    [InlineData("/v1/assets/bitcoin/metrics/fees?from=2019-01-02&to=2019-01-01", 400, "reversed_range")]
    [InlineData("/v1/assets/bitcoin/metrics/fees?from=2999-01-01", 400, "future_from")]
    [InlineData("/v1/assets/bitcoin/metrics/fees?from=yesterday", 400, "invalid_parameter")]
    [InlineData("/v1/assets/bitcoin/metrics/fees?vs=eur", 400, "unknown_parameter")]
    public async Task GetMetric_RequestThatDoesNotFit_IsRefused(string path, int status, string code)
    {
        await PutAsync("fees", 1, _ => 1m);

        (await _app.SendAsync(HttpMethod.Get, path)).ShouldBeProblem(status, code);
    }

    private async Task PutAsync(string metric, int days, Func<int, decimal> value)
    {
        var snapshot = _app.Services.GetRequiredService<SnapshotHolder>().Required;
        var assetId = snapshot.Rows[snapshot.Find("bitcoin")!.Value].Asset.Id;
        await _app.Services.GetRequiredService<IMetricStore>().PutAsync(
            [.. Enumerable.Range(0, days).Select(i => new MetricPoint(assetId, metric, Day.AddDays(i), value(i), "coinmetrics", Day))],
            CancellationToken.None);
    }
}
