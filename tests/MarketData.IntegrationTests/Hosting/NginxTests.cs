using System.Net;
using System.Text.RegularExpressions;
using MarketData.Access;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MarketData.IntegrationTests.Hosting;

/// <summary>The service behind nginx with the project's configuration: what is kept there, what is passed on, and what gets through.</summary>
public sealed partial class NginxTests
{
    private const string Page = "/v1/assets?limit=20";

    [Theory]
    [InlineData("If-None-Match", "{weak}")]
    [InlineData("If-None-Match", "{strong}")]
    [InlineData("If-None-Match", "\"other\", {weak}")]
    [InlineData("If-None-Match", "W/\"other\",{strong}")]
    [InlineData("If-None-Match", "*")]
    [InlineData("If-None-Match", "{weak}", "Accept-Encoding", "gzip")]
    [InlineData("If-None-Match", "{weak}", "Accept-Encoding", "br, gzip")]
    [InlineData("If-None-Match", "{weak}", "If-Modified-Since", "{modified}")]
    [InlineData("If-None-Match", "{weak}", "Cache-Control", "no-cache")]
    [InlineData("If-None-Match", "{weak}", "Accept", "application/json")]
    [InlineData("If-Modified-Since", "{modified}")]
    [InlineData("If-Modified-Since", "{tomorrow}")]
    public async Task Get_WhatTheCallerHas_IsNotSentAgain(params string[] headers)
    {
        await using var app = await MarketDataApp.StartPolledAsync(usesKestrel: true);
        await using var nginx = await NginxServer.StartAsync(AddressOf(app));
        using var client = new HttpClient { BaseAddress = nginx.Address };
        using var first = await client.GetAsync(Page);
        var tag = first.Headers.ETag!.ToString();
        tag.ShouldStartWith("W/");

        // Passed on, and out of the cache of nginx.
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Page);
            foreach (var pair in headers.Chunk(2))
            {
                request.Headers.TryAddWithoutValidation(pair[0], pair[1]
                    .Replace("{weak}", tag, StringComparison.Ordinal)
                    .Replace("{strong}", tag[2..], StringComparison.Ordinal)
                    .Replace("{modified}", first.Content.Headers.LastModified!.Value.ToString("R"), StringComparison.Ordinal)
                    .Replace("{tomorrow}", DateTimeOffset.UtcNow.AddDays(1).ToString("R"), StringComparison.Ordinal)).ShouldBeTrue();
            }

            using var response = await client.SendAsync(request);

            response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Get_ManyAtOnceForThePublicPage_AskTheServiceOnce()
    {
        var asked = 0;
        await using var service = await StartAsync(async context =>
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(300);
            context.Response.Headers.CacheControl = "public, max-age=60";
            await context.Response.WriteAsync("page");
        });
        await using var nginx = await NginxServer.StartAsync(AddressOf(service));
        using var client = new HttpClient { BaseAddress = nginx.Address };

        var bodies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.GetStringAsync("/v1/assets")));

        bodies.ShouldAllBe(body => body == "page");
        asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("private, max-age=60", "", "")]
    [InlineData("no-store", "", "")]
    [InlineData("public, max-age=0", "", "")]
    [InlineData("public, max-age=60", "X-Api-Key", "mdk_x")]
    [InlineData("public, max-age=60", "Authorization", "Bearer x")]
    [InlineData("public, max-age=60", "x-cg-pro-api-key", "x")]
    public async Task Get_WhatIsNotForEveryone_IsNotKept(string cacheControl, string header, string value)
    {
        var asked = 0;
        await using var service = await StartAsync(context =>
        {
            context.Response.Headers.CacheControl = cacheControl;
            context.Response.Headers["RateLimit"] = "\"default\";r=5;t=1";
            return context.Response.WriteAsync($"{Interlocked.Increment(ref asked)}");
        });
        await using var nginx = await NginxServer.StartAsync(AddressOf(service));
        using var client = new HttpClient { BaseAddress = nginx.Address };
        if (header.Length > 0)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        }

        for (var i = 1; i <= 3; i++)
        {
            using var response = await client.GetAsync("/v1/assets");
            (await response.Content.ReadAsStringAsync()).ShouldBe($"{i}");
            response.Headers.GetValues("RateLimit").ShouldBe(["\"default\";r=5;t=1"]);
        }
    }

    [Fact]
    public async Task Get_ServiceFailsOrIsGone_GivesTheLastAnswerAndNobodysLimits()
    {
        var fails = false;
        var service = await StartAsync(context =>
        {
            context.Response.StatusCode = fails ? 503 : 200;
            context.Response.Headers.CacheControl = fails ? "no-store" : "public, max-age=60";
            context.Response.Headers["RateLimit"] = "\"default\";r=5;t=1";
            return context.Response.WriteAsync("page");
        });
        await using var nginx = await NginxServer.StartAsync(AddressOf(service));
        using var client = new HttpClient { BaseAddress = nginx.Address };
        (await client.GetStringAsync("/v1/assets")).ShouldBe("page");

        fails = true;
        await StaleAsync(client);
        await service.DisposeAsync();
        await StaleAsync(client);
    }

    [Fact]
    public async Task Send_MalformedHttp_GetsOneAnswerAtMostAndBreaksNothing()
    {
        await using var app = await MarketDataApp.StartPolledAsync(usesKestrel: true);
        await using var nginx = await NginxServer.StartAsync(AddressOf(app));

        foreach (var text in ServerTests.Malformed)
        {
            using var connection = await RawConnection.OpenAsync(nginx.Address);

            // Whatever nginx takes for a whole request ends the connection with its answer.
            await connection.SendAsync(text.Replace("Host: x\r\n", "Host: x\r\nConnection: close\r\n", StringComparison.Ordinal));
            connection.EndSending();
            var statuses = StatusLine().Matches(await connection.ReadToEndAsync()).Select(match => match.Groups[1].Value).ToList();

            statuses.Count.ShouldBeLessThanOrEqualTo(1, text[..Math.Min(80, text.Length)]);
            statuses.ShouldAllBe(status => status[0] != '5' || status == "501" || status == "505", text[..Math.Min(80, text.Length)]);
        }

        using var client = new HttpClient { BaseAddress = nginx.Address };
        (await client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_AddressesThatAClientClaims_CountAsItsOwn()
    {
        await using var app = await MarketDataApp.StartPolledAsync(
            new Dictionary<string, string?> { ["Server:TrustedProxies:0"] = "127.0.0.0/8", ["Access:Plans:anonymous:RequestsPerMinute"] = "1000" }, usesKestrel: true);
        await using var nginx = await NginxServer.StartAsync(AddressOf(app));
        using var client = new HttpClient { BaseAddress = nginx.Address };

        for (var i = 0; i < 200; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/convert?from=bitcoin&to=usd&amount={i + 1}");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            request.Headers.Add("X-Real-IP", $"203.0.113.{i}");
            request.Headers.Add("Forwarded", $"for=203.0.113.{i}");
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        app.Services.GetRequiredService<AddressCallers>().Count.ShouldBe(1);
    }

    private static async Task StaleAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await client.GetAsync("/v1/assets", patience.Token);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync(patience.Token)).ShouldBe("page");
            response.Headers.Contains("RateLimit").ShouldBe(response.Headers.GetValues("X-Cache-Status").Single() == "MISS");
            if (response.Headers.GetValues("X-Cache-Status").Single() is "STALE" or "UPDATING")
            {
                return;
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var service = builder.Build();
        service.Run(answer);
        await service.StartAsync();
        return service;
    }

    private static Uri AddressOf(WebApplication service) => new(service.Urls.Single());

    private static Uri AddressOf(MarketDataApp app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    [GeneratedRegex(@"HTTP/1\.1 (\d{3})")]
    private static partial Regex StatusLine();
}
