using System.Net.Http.Headers;
using MarketData.Access;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Telemetry;

/// <summary>Who may read the metrics, and in which form.</summary>
public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task GetMetrics_AnonymousReadingOn_StillNeedsAnAdministratorsKey()
    {
        await using var app = await MarketDataApp.StartAsync();

        (await app.SendAsync(HttpMethod.Get, "/metrics")).ShouldBeProblem(403, "scope_missing");
        app.Key = await app.CreateKeyAsync(AccessScopes.Read | AccessScopes.Stream | AccessScopes.Rank);
        (await app.SendAsync(HttpMethod.Get, "/metrics")).ShouldBeProblem(403, "scope_missing");
        app.Key = await app.AdminKeyAsync();
        (await GetAsync(app)).Text.ShouldContain("# TYPE http_server_request_duration_seconds histogram\n");
    }

    [Theory]
    [InlineData("127.0.0.0/8", 200)]
    [InlineData("10.1.2.3", 403)]
    public async Task GetMetrics_FromANetworkOfTheSettings_NeedsNoKey(string network, int status)
    {
        await using var app = await MarketDataApp.StartAsync(new Dictionary<string, string?> { ["Telemetry:Metrics:Networks:0"] = network }, usesKestrel: true);

        (await GetAsync(app)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task GetMetrics_AtThePortOfTheSettings_NeedsNoKeyThereAlone()
    {
        var port = LocalProgram.FreePort();
        await using var service = await RunningService.StartAsync(new Dictionary<string, string> { ["Telemetry__Metrics__Port"] = $"{port}" }, port);
        using var atPort = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        (await atPort.GetStringAsync("/metrics")).ShouldContain("# TYPE ");
        ((int)(await atPort.GetAsync("/v1/admin/keys")).StatusCode).ShouldBe(403);
        ((int)(await service.Client.GetAsync("/metrics")).StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task GetMetrics_SwitchedOff_IsNotThere()
    {
        await using var app = await MarketDataApp.StartAsync(new Dictionary<string, string?> { ["Telemetry:Metrics:Enabled"] = "false" });
        app.Key = await app.CreateKeyAsync(AccessScopes.Admin | AccessScopes.Read);

        (await app.SendAsync(HttpMethod.Get, "/metrics")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(null, "text/plain")]
    [InlineData("*/*", "text/plain")]
    [InlineData("text/plain;version=0.0.4", "text/plain")]
    [InlineData("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5", "application/openmetrics-text")]
    [InlineData("application/openmetrics-text;q=0.3,text/plain;q=0.5", "text/plain")]
    public async Task GetMetrics_Accept_ChoosesTheForm(string? accept, string expected)
    {
        await using var app = await MarketDataApp.StartAsync();
        app.Key = await app.AdminKeyAsync();

        var (_, type, text) = await GetAsync(app, accept);

        type.ShouldBe(expected);
        text.EndsWith("# EOF\n", StringComparison.Ordinal).ShouldBe(expected != "text/plain");
    }

    private static async Task<(int Status, string? Type, string Text)> GetAsync(MarketDataApp app, string? accept = null)
    {
        using var client = app.CreateClient();
        if (accept is not null)
        {
            client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        }

        using var response = await client.GetAsync("/metrics");
        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        return ((int)response.StatusCode, type?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
