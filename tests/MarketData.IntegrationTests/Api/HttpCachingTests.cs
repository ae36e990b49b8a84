using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using MarketData.Access;
using MarketData.IntegrationTests.Servers;
using MarketData.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

/// <summary>What answers tell caches, over the real server: validators, ages, compressed forms, HEAD.</summary>
public sealed class HttpCachingTests : IAsyncLifetime
{
    private const string Page = "/v1/assets?limit=50";

    private static readonly HttpClient Client = new();

    private MarketDataApp _app = null!;
    private Uri _address = null!;

    public static TheoryData<string> SnapshotAddresses() =>
    [
        "/v1/assets", "/v1/assets/bitcoin", "/v1/assets/by-contract/ethereum/0x1f9840a85d5af5bf1d1762f925bdaddc4201f984", "/v1/prices?ids=bitcoin",
        "/v1/price/bitcoin", "/v1/valuations?ids=bitcoin", "/v1/assets/bitcoin/valuation", "/v1/tiers", "/v1/categories", "/v1/categories/layer-1",
        "/v1/global", "/v1/convert?from=bitcoin&to=eur", "/v1/currencies", "/v1/search?q=bit", "/v1/identity/collisions",
    ];

    public async Task InitializeAsync()
    {
        _app = await MarketDataApp.StartPolledAsync(usesKestrel: true);
        using var client = _app.CreateClient();
        _address = client.BaseAddress!;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(SnapshotAddresses))]
    public async Task Get_OfTheSnapshot_IsTheSameEncodedOrKeptAndValidates(string address)
    {
        var answers = new List<(HttpResponseMessage Response, string Body)>();
        for (var i = 0; i < 3; i++)
        {
            var response = await SendAsync(HttpMethod.Get, address);
            answers.Add((response, await response.Content.ReadAsStringAsync()));
        }

        answers.ShouldAllBe(answer => answer.Response.StatusCode == HttpStatusCode.OK && answer.Body == answers[0].Body);
        foreach (var (response, body) in answers)
        {
            response.Headers.ETag!.IsWeak.ShouldBeTrue();
            response.Headers.ETag.ShouldBe(answers[0].Response.Headers.ETag);
            response.Headers.CacheControl!.Public.ShouldBeTrue();
            response.Headers.CacheControl.MaxAge.ShouldNotBeNull();
            response.Headers.Age.ShouldNotBeNull();
            response.Headers.Vary.ShouldContain("Accept-Encoding");
            response.Content.Headers.LastModified.ShouldNotBeNull();
            response.Content.Headers.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(body));
        }

        var tag = answers[0].Response.Headers.ETag!.ToString();
        (await SendAsync(HttpMethod.Get, address, ("If-None-Match", tag))).ShouldBeNotModified(tag);
        (await SendAsync(HttpMethod.Get, address, ("If-Modified-Since", answers[0].Response.Content.Headers.LastModified!.Value.ToString("R")))).ShouldBeNotModified(tag);
        (await SendAsync(HttpMethod.Get, address, ("If-None-Match", "\"other\""))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var head = await SendAsync(HttpMethod.Head, address);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(answers[0].Body));
        head.Headers.ETag.ShouldBe(answers[0].Response.Headers.ETag);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_AfterAPoll_IsNewWithANewTag()
    {
        await KeepAsync(Page);
        var before = await SendAsync(HttpMethod.Get, Page);
        await _app.RepublishAsync();

        var after = await SendAsync(HttpMethod.Get, Page, ("If-None-Match", before.Headers.ETag!.ToString()));

        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.Headers.ETag.ShouldNotBe(before.Headers.ETag);
        (await after.Content.ReadAsStringAsync()).ShouldContain($"\"snapshot\":{_app.Services.GetRequiredService<SnapshotHolder>().Required.Version}");
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Get_KeptPage_ComesCompressedWithTheSameTag(string coding)
    {
        var plain = await SendAsync(HttpMethod.Get, Page);
        var compressed = await CompressedAsync(Page, coding);

        compressed.Content.Headers.ContentEncoding.ShouldBe([coding]);
        compressed.Headers.ETag.ShouldBe(plain.Headers.ETag);
        await using var body = await compressed.Content.ReadAsStreamAsync();
        await using Stream decoded = coding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        (await new StreamReader(decoded).ReadToEndAsync()).ShouldBe(await plain.Content.ReadAsStringAsync());
        (await SendAsync(HttpMethod.Get, Page)).Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await SendAsync(HttpMethod.Get, Page, ("Accept-Encoding", coding + ";q=0"))).Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/v1/assets?limit=5&vs=eur", "/v1/assets?vs=eur&limit=5")]
    [InlineData("/v1/assets?limit=5", "/v1/assets?limit=5&sort=market_cap&direction=desc&precision=full")]
    [InlineData("/v1/prices?ids=bitcoin,ethereum", "/v1/prices?ids=bitcoin,%20ethereum,bitcoin")]
    public async Task Get_OtherSpellingOfAKeptPage_IsTheSamePage(string kept, string other)
    {
        await KeepAsync(kept);
        var metrics = new PageCounts(_app.Services);

        var answer = await SendAsync(HttpMethod.Get, other);

        (await answer.Content.ReadAsStringAsync()).ShouldBe(await (await SendAsync(HttpMethod.Get, kept)).Content.ReadAsStringAsync());
        metrics.Read().ShouldBe((2, 0));
    }

    [Theory]
    [InlineData("/v1/assets?limit=5", "/v1/assets?limit=6")]
    [InlineData("/v1/assets?ids=bitcoin", "/v1/assets?ids=BITCOIN")]
    [InlineData("/v1/assets?ids=bitcoin", "/v1/assets?symbols=bitcoin")]
    [InlineData("/v1/price/bitcoin", "/v1/price/bitcoin?numbers=string")]
    public async Task Get_OtherRequest_IsNotTheKeptPage(string kept, string other)
    {
        await KeepAsync(kept);
        var metrics = new PageCounts(_app.Services);

        await SendAsync(HttpMethod.Get, other);

        metrics.Read().ShouldBe((0, 1));
    }

    [Fact]
    public async Task Get_UnknownParameterOnAKeptPath_IsRefused()
    {
        await KeepAsync(Page);

        var refused = await SendAsync(HttpMethod.Get, Page + "&nope=1");

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        refused.Headers.CacheControl!.NoStore.ShouldBeTrue();
        refused.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Get_TextOrJson_AreTwoPagesWithTwoTags()
    {
        await KeepAsync("/v1/price/bitcoin");
        await KeepAsync("/v1/price/bitcoin", ("Accept", "text/plain"));
        var json = await SendAsync(HttpMethod.Get, "/v1/price/bitcoin");
        var text = await SendAsync(HttpMethod.Get, "/v1/price/bitcoin", ("Accept", "text/plain"));

        json.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        text.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        text.Headers.ETag.ShouldNotBe(json.Headers.ETag);
        text.Headers.Vary.ShouldBe(["Accept", "Accept-Encoding"]);
        (await SendAsync(HttpMethod.Get, "/v1/price/bitcoin", ("Accept", "text/plain"), ("If-None-Match", json.Headers.ETag!.ToString()))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("X-Api-Key", "{0}")]
    [InlineData("x-cg-demo-api-key", "x")]
    public async Task Get_WithAKey_IsPrivate(string header, string form)
    {
        await KeepAsync(Page);
        var key = await _app.CreateKeyAsync(AccessScopes.Read);

        var answer = await SendAsync(HttpMethod.Get, Page, (header, string.Format(CultureInfo.InvariantCulture, form, key)));

        answer.Headers.CacheControl!.Private.ShouldBeTrue();
        answer.Headers.CacheControl.Public.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1/assets/nowhere", 404)]
    [InlineData("/v1/nowhere", 404)]
    [InlineData("/v1/assets?limit=0", 400)]
    [InlineData("/v1/tiers/classify", 405)]
    public async Task Head_OfAnError_HasItsStatusAndNoBody(string address, int status)
    {
        var head = await SendAsync(HttpMethod.Head, address);

        ((int)head.StatusCode).ShouldBe(status);
        head.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_CursorOfAKeptPage_LinksToTheNext()
    {
        await KeepAsync("/v1/assets?limit=2");

        var link = (await SendAsync(HttpMethod.Get, "/v1/assets?limit=2")).Headers.GetValues("Link").Single();

        var next = await SendAsync(HttpMethod.Get, link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nginx_ProjectConfiguration_PassesValidatorsAndCompressedPagesOn()
    {
        await using var nginx = await NginxServer.StartAsync(_address);
        _address = nginx.Address;
        var plain = await SendAsync(HttpMethod.Get, Page);
        var tag = plain.Headers.ETag!.ToString();

        // Not compressed by the service yet: by nginx, and the tag holds all the same.
        var first = await SendAsync(HttpMethod.Get, "/v1/assets?limit=49", ("Accept-Encoding", "gzip"));
        first.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        first.Headers.ETag!.ToString().ShouldBe(tag);
        (await CompressedAsync(Page, "br")).Headers.ETag!.ToString().ShouldBe(tag);
        (await SendAsync(HttpMethod.Get, Page, ("If-None-Match", tag))).ShouldBeNotModified(tag);
        (await SendAsync(HttpMethod.Get, Page, ("If-None-Match", tag), ("Accept-Encoding", "gzip"))).ShouldBeNotModified(tag);
        (await SendAsync(HttpMethod.Head, Page)).Headers.ETag!.ToString().ShouldBe(tag);
        plain.Headers.CacheControl!.Public.ShouldBeTrue();
        plain.Headers.Age.ShouldNotBeNull();
        plain.Headers.Vary.ShouldContain("Accept-Encoding");
        (await SendAsync(HttpMethod.Get, "/v1/prices?ids=" + string.Join(',', Enumerable.Range(0, 500).Select(i => new string('x', 100) + i)))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(_address, address));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return await Client.SendAsync(request);
    }

    private async Task KeepAsync(string address, params (string Name, string Value)[] headers)
    {
        for (var i = 0; i < 2; i++)
        {
            (await SendAsync(HttpMethod.Get, address, headers)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    /// <summary>The page once it is compressed, which happens behind the requests.</summary>
    private async Task<HttpResponseMessage> CompressedAsync(string address, string coding)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var answer = await SendAsync(HttpMethod.Get, address, ("Accept-Encoding", coding));
            if (answer.Content.Headers.ContentEncoding.Contains(coding))
            {
                return answer;
            }
        }
    }
}

internal static class HttpCachingAssertions
{
    public static void ShouldBeNotModified(this HttpResponseMessage response, string tag)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        response.Headers.ETag!.ToString().ShouldBe(tag);
        response.Headers.CacheControl.ShouldNotBeNull();
        response.Headers.Vary.ShouldNotBeEmpty();
        response.Content.Headers.ContentLength.ShouldBeOneOf(null, 0);
    }
}
