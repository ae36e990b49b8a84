using System.Text.RegularExpressions;
using MarketData.Access;
using MarketData.IntegrationTests.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Hosting;

/// <summary>The server before any endpoint: malformed and slow HTTP, addresses that others claim, origins, headers.</summary>
public sealed partial class ServerTests
{
    private static readonly string Good = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    internal static readonly string[] Malformed =
    [
        // Two requests in one: where the body ends must never be in doubt.
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nContent-Length: 5\r\n\r\n{}GET ",
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;a\nb\r\n{}\r\n0\r\n\r\n" + Good,
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n" + Good,
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n" + Good,
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n",
        "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",

        // Heads that are none.
        "GET /health/live HTTP/1.1\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\n Folded: y\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n",
        "GET /health/live HTTP/1.1\rHost: x\r\r",
        "GET  /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health/live HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /health/live\r\n\r\n",
        "GET /health/\0live HTTP/1.1\r\nHost: x\r\n\r\n",
        "GE\0T /health/live HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET health/live HTTP/1.1\r\nHost: x\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003",
        "GET /health/live HTTP/1.1\r\nHost: x\r\nA: " + new string('a', 40_000) + "\r\n\r\n",
        "GET /health/live HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"A{i}: b\r\n")) + "\r\n",
        "GET /" + new string('a', 200_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
    ];

    [Fact]
    public async Task Send_MalformedHttp_IsRefusedAndTheConnectionClosed()
    {
        await using var app = await StartAsync([]);
        var served = new List<string>();

        foreach (var text in Malformed)
        {
            using var connection = await RawConnection.OpenAsync(AddressOf(app));
            await connection.SendAsync(text);
            var answer = await connection.ReadToEndAsync();
            var statuses = StatusLine().Matches(answer).Select(match => match.Groups[1].Value).ToList();
            if (statuses.Count > 1 || statuses.Any(status => status[0] != '4' && status != "505"))
            {
                served.Add($"{text[..Math.Min(80, text.Length)]} → {string.Join(' ', statuses)}");
            }
        }

        served.ShouldBeEmpty();
        using var good = await RawConnection.OpenAsync(AddressOf(app));
        await good.SendAsync(Good);
        (await good.ReadToEndAsync()).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task Send_BothLengthAndChunks_AnswersOnceAtMost()
    {
        await using var app = await StartAsync([]);
        using var connection = await RawConnection.OpenAsync(AddressOf(app));

        await connection.SendAsync(
            "POST /v1/tiers/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Good);

        StatusLine().Count(await connection.ReadToEndAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Send_ThousandRequestsThatNeverEnd_AreClosedWhileOthersAreAnswered()
    {
        await using var app = await StartAsync(new() { ["Server:HeadersTimeout"] = "00:00:02" });
        var connections = new List<RawConnection>();
        for (var i = 0; i < 1_000; i++)
        {
            connections.Add(await RawConnection.OpenAsync(AddressOf(app)));
            await connections[^1].SendAsync("GET /v1/assets HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        }

        (await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=1")).Status.ShouldBe(200);

        // Each read ends when the server closes; ReadToEndAsync fails the test if it never does.
        var answers = await Task.WhenAll(connections.Select(connection => connection.ReadToEndAsync()));
        answers.ShouldAllBe(answer => answer.Length == 0 || answer.StartsWith("HTTP/1.1 408"));
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task Open_MoreConnectionsThanAllowed_AreClosed()
    {
        await using var app = await StartAsync(new() { ["Server:MaxConnections"] = "2" });
        using var first = await RawConnection.OpenAsync(AddressOf(app));
        using var second = await RawConnection.OpenAsync(AddressOf(app));
        await first.SendAsync("GET /");
        await second.SendAsync("GET /");
        using var third = await RawConnection.OpenAsync(AddressOf(app));
        await third.SendAsync(Good);

        (await third.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_TenThousandClaimedAddresses_CountAsOneCaller()
    {
        await using var app = await StartAsync(new() { ["Access:Plans:anonymous:RequestsPerMinute"] = "100" });
        var statuses = new Dictionary<int, int>();

        for (var i = 0; i < 10_000; i++)
        {
            var status = await SendAsync(app, "198.51.100.1", $"203.0.{i / 250}.{i % 250}", "https");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        statuses[200].ShouldBeInRange(100, 100 + (statuses[429] / 100));
        app.Services.GetRequiredService<AddressCallers>().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("198.51.100.1", "203.0.113.7", "198.51.100.1", "http")]
    [InlineData("10.0.0.1", "203.0.113.7", "203.0.113.7", "https")]
    [InlineData("10.0.0.1", "192.0.2.66, 203.0.113.7", "203.0.113.7", "https")]
    [InlineData("10.0.0.1", "192.0.2.66, 203.0.113.7, 10.0.0.2", "203.0.113.7", "https")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7", "https")]
    [InlineData("10.0.0.1", "nonsense", "10.0.0.1", "http")]
    public async Task Get_ForwardedFor_IsBelievedOfTrustedProxiesAlone(string peer, string claimed, string counted, string scheme)
    {
        await using var app = await StartAsync(new() { ["Server:TrustedProxies:0"] = "10.0.0.0/8", ["Access:Plans:anonymous:RequestsPerMinute"] = "100" });
        var proto = string.Join(", ", claimed.Split(',').Select(_ => "https"));

        var context = await app.Server.SendAsync(context => Fill(context, peer, claimed, proto));

        context.Response.StatusCode.ShouldBe(200);
        context.Request.Scheme.ShouldBe(scheme);
        context.Connection.RemoteIpAddress!.MapToIPv4().ToString().ShouldBe(counted);
    }

    [Fact]
    public async Task Get_AnyAnswer_CarriesTheSecurityHeadersAndNoServer()
    {
        await using var app = await StartAsync([]);

        foreach (var path in (string[])["/health/live", "/v1/assets", "/v1/assets?limit=x", "/nowhere", "/openapi/v1.json", "/swagger/index.html"])
        {
            var headers = (await app.SendAsync(HttpMethod.Get, path)).Headers;
            headers["X-Content-Type-Options"].ShouldBe("nosniff", path);
            headers["Content-Security-Policy"].ShouldContain("base-uri 'none'; frame-ancestors 'none'", customMessage: path);
            headers.Keys.ShouldNotContain("Server");
            headers.Keys.ShouldNotContain("X-Powered-By");
            headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
        }
    }

    [Theory]
    [InlineData("https://app.example.org", true)]
    [InlineData("https://app.example.org.evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task Options_OriginsThatAreNamed_MayReadWithoutAKeyInThePreflight(string origin, bool allowed)
    {
        await using var app = await StartAsync(new() { ["Server:CorsOrigins:0"] = "https://app.example.org", ["Access:Anonymous"] = "false" });
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/assets");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "x-api-key");

        using var response = await client.SendAsync(request);

        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBe(allowed);
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Fact]
    public async Task Get_PlainHttpWhereHttpsIsWanted_IsRedirectedButForProbes()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["Server:HttpsRedirection"] = "true", ["HTTPS_PORT"] = "443" });
        using var client = app.CreateClient(new() { AllowAutoRedirect = false });

        using var redirected = await client.GetAsync("/v1/assets");
        using var probe = await client.GetAsync("/health/live");

        ((int)redirected.StatusCode).ShouldBe(307);
        redirected.Headers.Location!.Scheme.ShouldBe("https");
        ((int)probe.StatusCode).ShouldBe(200);
    }

    private static async Task<MarketDataApp> StartAsync(Dictionary<string, string?> settings)
    {
        var usesSockets = !settings.Keys.Any(setting => setting.Contains("Proxies", StringComparison.Ordinal) || setting.Contains("anonymous", StringComparison.Ordinal));
        return await MarketDataApp.StartPolledAsync(settings, usesKestrel: usesSockets);
    }

    private static Uri AddressOf(MarketDataApp app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    private static async Task<int> SendAsync(MarketDataApp app, string peer, string claimed, string proto) =>
        (await app.Server.SendAsync(context => Fill(context, peer, claimed, proto))).Response.StatusCode;

    private static void Fill(HttpContext context, string peer, string claimed, string proto)
    {
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(peer);
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Path = "/v1/price/bitcoin";
        context.Request.Headers["X-Forwarded-For"] = claimed;
        context.Request.Headers["X-Forwarded-Proto"] = proto;
        context.Request.Headers["X-Real-IP"] = claimed;
        context.Request.Headers["Forwarded"] = $"for={claimed}";
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d{3})")]
    private static partial Regex StatusLine();
}
