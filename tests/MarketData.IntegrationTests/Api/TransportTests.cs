using System.Net;
using MarketData.Hosting.Server;

namespace MarketData.IntegrationTests.Api;

/// <summary>The server's own settings, over real connections.</summary>
public sealed class TransportTests
{
    private const int Connections = 32;

    [Fact]
    public void InlineCompletions_ThisRuntime_StillHasThem() => InlineCompletions.AreSupported.ShouldBeTrue();

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task InlineCompletions_PagesAndDatabaseReadsMixed_AllAnswer(string isOn)
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["Server:InlineCompletions"] = isOn }, usesKestrel: true);
        using var client = app.CreateClient();
        string[] addresses = ["/v1/assets?limit=100", "/v1/assets/bitcoin/history", "/v1/quarantine", "/v1/price/bitcoin", "/v1/assets?q=b&limit=7"];

        var statuses = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async connection =>
        {
            var seen = new HashSet<HttpStatusCode>();
            for (var i = 0; i < 40; i++)
            {
                using var answer = await client.GetAsync(addresses[(connection + i) % addresses.Length]).WaitAsync(TimeSpan.FromSeconds(30));
                seen.Add(answer.StatusCode);
            }

            return seen;
        }));

        statuses.SelectMany(seen => seen).Distinct().ShouldBe([HttpStatusCode.OK]);
    }

    [Fact]
    public async Task Http2_WithoutTls_IsASetting()
    {
        await using var app = await MarketDataApp.StartPolledAsync(
            new Dictionary<string, string?> { ["Kestrel:EndpointDefaults:Protocols"] = "Http2", ["Server:InlineCompletions"] = "true" }, usesKestrel: true);
        using var client = app.CreateClient();
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/assets?limit=100") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await client.SendAsync(request);

            answer.Version.ShouldBe(HttpVersion.Version20);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBe((int)answer.Content.Headers.ContentLength!.Value);
        }
    }
}
