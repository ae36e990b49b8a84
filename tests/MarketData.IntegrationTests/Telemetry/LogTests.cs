using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MarketData.IntegrationTests.Telemetry;

/// <summary>The console of a service of its own: one line each, nothing forged, nothing secret.</summary>
public sealed class LogTests
{
    private const string Forged = "forged-by-a-caller";
    private const string Secret = "s3cret-0f-a-caller";

    /// <summary>As they come out of a decoder, or as they are sent.</summary>
    private static readonly string[] Attacks =
    [
        "%0d%0a{\"Level\":\"Error\",\"RenderedMessage\":\"" + Forged + "\"}", "%0a00:00:00.000 ERROR " + Forged, "%1b[2K%1b[1G" + Forged, "%c2%9b2K" + Forged,
        "%e2%80%a8" + Forged, "%00" + Forged, "\u001b[31m" + Forged, "{Path}{@Forged}" + Forged, "%250a" + Forged,
    ];

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Log_AttacksInEveryHeaderAndParameter_ForgeNoLineAndTellNoSecret(string environment)
    {
        await using var service = await RunningService.StartAsync(new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace",
            ["Telemetry__AccessLog__SampleEvery"] = "1",
            ["Ingestion__Sources__CoinGecko__Plan"] = "demo",
            ["Ingestion__Sources__CoinGecko__ApiKey"] = "CG-" + Secret,
        });

        foreach (var attack in Attacks)
        {
            await SendAsync(service, $"GET /v1/assets/{attack}?vs={attack}&{attack}={attack} HTTP/1.1", attack);
            await SendAsync(service, $"GET /api/v3/coins/{attack}?x_cg_demo_api_key={Secret}{attack} HTTP/1.1", attack);
            await SendAsync(service, $"GET /v1/key HTTP/1.1\r\nX-Api-Key: {Secret}{attack}\r\nCookie: {Secret}", attack);
            await SendAsync(service, $"GET /v1/key HTTP/1.1\r\nAuthorization: Bearer {Secret}{attack}", attack);
            await SendAsync(service, $"POST /v1/admin/keys HTTP/1.1\r\nx-cg-pro-api-key: {Secret}{attack}", attack);
        }

        await service.Client.GetStringAsync("/v1/assets?limit=7");
        (await service.StopAsync()).ShouldBe(0);

        var output = service.Output;
        output.ShouldContain("was answered with 200");
        output.Split('\n').Where(line => line.Contains(Secret)).ShouldBeEmpty();
        output.Where(character => char.IsControl(character) && character != '\n').ShouldBeEmpty();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (environment == "Production")
            {
                var entry = JsonDocument.Parse(line).RootElement;
                entry.GetProperty("RenderedMessage").GetString().ShouldNotBe(Forged);
            }
            else
            {
                line.ShouldMatch(@"^(\d\d:\d\d:\d\d\.\d{3} (trace|debug|info |WARN |ERROR) \S+: |      )");
                line.ShouldNotMatch(@"^\d\d:\d\d:\d\d\.\d{3} ERROR forged");
            }
        }
    }

    [Fact]
    public async Task Log_RequestThatFails_IsOneLineWithTraceAndError()
    {
        await using var service = await RunningService.StartAsync(new Dictionary<string, string> { ["Database__CommandTimeout"] = "00:00:01" });
        service.BreakDatabase();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/assets/bitcoin/history?from=2020-01-01");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        using var response = await service.Client.SendAsync(request);
        (await service.Client.GetAsync("/v1/nowhere")).Dispose();
        (await service.Client.GetAsync("/v1/assets")).Dispose();
        (await service.StopAsync()).ShouldBe(0);

        ((int)response.StatusCode).ShouldBe(503);
        var lines = service.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var line = lines.Where(entry => TextOf(entry, "TraceId") == "4bf92f3577b34da6a3ce929d0e0e4736" && TextOf(entry, "Level") == "Error").ShouldHaveSingleItem();
        line.GetProperty("RenderedMessage").GetString()!.ShouldContain("/v1/assets/bitcoin/history\" failed with 503");
        TextOf(line, "Exception").ShouldContain("SqliteException");
        lines.ShouldAllBe(entry => !TextOf(entry, "RenderedMessage").Contains("/v1/nowhere") && !TextOf(entry, "RenderedMessage").Contains("answered with"));
    }

    private static string TextOf(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    /// <summary>Sends a request as it stands; what the server makes of it does not matter here.</summary>
    private static async Task SendAsync(RunningService service, string head, string attack)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        await using var stream = client.GetStream();
        var text = $"{head}\r\nHost: x\r\nUser-Agent: {attack}\r\nReferer: {attack}\r\nX-Forwarded-For: {attack}\r\ntraceparent: {attack}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        using var reader = new StreamReader(stream);
        await reader.ReadToEndAsync();
    }
}
