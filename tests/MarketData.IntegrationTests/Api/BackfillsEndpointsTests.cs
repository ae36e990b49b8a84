using System.Text;
using System.Text.Json;
using MarketData.Access;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;
using MarketData.IntegrationTests.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketData.IntegrationTests.Api;

public sealed class BackfillsEndpointsTests
{
    private const string Path = "/v1/admin/backfills";

    private static readonly DateTimeOffset Now = new(2026, 3, 4, 13, 47, 11, TimeSpan.Zero);
    private static readonly DateTimeOffset Today = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Create_CandlesOfAProvider_ComeBackDigitForDigit()
    {
        await using var app = await StartAsync();

        var made = await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin", "BITCOIN", "dogecoin"]}""");
        made.Status.ShouldBe(201, made.Text);
        made.Headers["Location"].ShouldBe($"{Path}/1");
        made.Json.GetProperty("progress").GetProperty("assets").GetInt32().ShouldBe(2);
        var job = await WorkOffAsync(app, 1);

        job.GetProperty("state").GetString().ShouldBe("succeeded");
        var days = (int)(Today - FakeHistory.Listed).TotalDays;
        var progress = job.GetProperty("progress");
        progress.GetProperty("rows").GetInt64().ShouldBe(2 * days);
        progress.GetProperty("done").GetInt64().ShouldBe(progress.GetProperty("total").GetInt64());
        progress.GetProperty("assets_done").GetInt32().ShouldBe(2);
        job.GetProperty("errors").GetArrayLength().ShouldBe(0);
        var candles = (await app.GetJsonAsync("/v1/assets/bitcoin/candles?interval=1d&from=2020-01-01&limit=500")).GetProperty("data");
        candles.GetArrayLength().ShouldBe(500);
        foreach (var candle in candles.EnumerateArray())
        {
            var price = FakeHistory.PriceAt(candle.GetProperty("open_time").GetDateTimeOffset());
            candle.GetProperty("open").GetDecimal().ShouldBe(price);
            candle.GetProperty("high").GetDecimal().ShouldBe(price + 2);
            candle.GetProperty("low").GetDecimal().ShouldBe(price - 1);
            candle.GetProperty("close").GetDecimal().ShouldBe(price + 1);
            candle.GetProperty("volume").GetDecimal().ShouldBe(price * 3);
            (candle.GetProperty("source").GetString(), candle.GetProperty("origin").GetString()).ShouldBe(("binance", "provider"));
        }
    }

    [Fact]
    public async Task Create_ClosedCandleOfOurOwnExists_IsPreferredAndTheChangeRecorded()
    {
        await using var app = await StartAsync();
        var id = (await app.Services.GetRequiredService<MarketData.Database.IMarketStore>().LoadAsync(CancellationToken.None))
            .Assets.Single(asset => asset.Slug == "bitcoin").Id;
        var own = new Candle
        {
            AssetId = id,
            Interval = CandleInterval.OneDay,
            OpenTime = Today.AddDays(-2),
            Origin = CandleOrigin.Own,
            Open = 1,
            High = 2,
            Low = 1,
            Close = 2,
            FirstAt = Today.AddDays(-2),
            LastAt = Today.AddDays(-1),
            Source = "coingecko",
        };
        var store = app.Services.GetRequiredService<ICandleStore>();
        await store.PutAsync([own, own with { OpenTime = Today }], CancellationToken.None);

        await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin"], "since": "2026-03-01T00:00:00Z"}""");
        await WorkOffAsync(app, 1);

        var correction = (await store.ReadCorrectionsAsync(id, 10, CancellationToken.None)).ShouldHaveSingleItem();
        (correction.Before, correction.After.Source, correction.CorrectedAt).ShouldBe((own with { Origin = CandleOrigin.Provider }, "binance", Now));
        correction.Reason.ShouldBe("The candle of binance takes the place of that of coingecko.");
        var candles = (await app.GetJsonAsync("/v1/assets/bitcoin/candles?interval=1d&from=2026-03-01")).GetProperty("data");
        candles.EnumerateArray().Select(candle => candle.GetProperty("source").GetString()).ShouldBe(["binance", "binance", "binance", "coingecko"]);
    }

    [Fact]
    public async Task Create_AgainFromTheSameSource_RecordsNothingAndDoublesNothing()
    {
        await using var app = await StartAsync();
        const string body = """{"source": "binance", "interval": "1d", "assets": ["bitcoin"], "since": "2026-02-01T00:00:00Z"}""";
        await SendAsync(app, HttpMethod.Post, Path, body);
        await WorkOffAsync(app, 1);

        (await SendAsync(app, HttpMethod.Post, Path, body)).Status.ShouldBe(201);
        await WorkOffAsync(app, 2);

        (await app.GetJsonAsync("/v1/assets/bitcoin/candles?interval=1d&from=2026-02-01")).GetProperty("data").GetArrayLength().ShouldBe(31 + 1);
        var store = app.Services.GetRequiredService<ICandleStore>();
        (await store.ReadCorrectionsAsync(1, 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_Points_FoldIntoWiderCandlesOfOurOwn()
    {
        await using var app = await StartAsync();

        await SendAsync(app, HttpMethod.Post, Path, """{"source": "coingecko", "interval": "1h", "assets": ["bitcoin"], "since": "2026-03-01T00:00:00Z"}""");
        var job = await WorkOffAsync(app, 1);

        // Points of every hour from the 1st at 00:47:11 to the 4th at 12:47:11, which ended before 13:00.
        job.GetProperty("progress").GetProperty("rows").GetInt64().ShouldBe(85);
        var days = (await app.GetJsonAsync("/v1/assets/bitcoin/candles?interval=1d&from=2026-03-01&to=2026-03-03")).GetProperty("data").EnumerateArray().ToList();
        days.Count.ShouldBe(2);
        var prices = Enumerable.Range(0, 24).Select(hour => FakeHistory.PriceAt(new DateTimeOffset(2026, 3, 1, hour, 47, 11, TimeSpan.Zero))).ToList();
        (days[0].GetProperty("open").GetDecimal(), days[0].GetProperty("high").GetDecimal(), days[0].GetProperty("low").GetDecimal(), days[0].GetProperty("close").GetDecimal())
            .ShouldBe((prices[0], prices.Max(), prices.Min(), prices[^1]));
        days[0].GetProperty("origin").GetString().ShouldBe("own");
        (await app.GetJsonAsync("/v1/assets/bitcoin/candles?interval=1h&from=2026-03-01&to=2026-03-03")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("binance", "1d", "/v1/assets/bitcoin/candles?interval=1d&from=2026-02-01")]
    [InlineData("coingecko", "1h", "/v1/assets/bitcoin/candles?interval=1d&from=2026-02-01")]
    [InlineData("defillama", "1d", "/v1/assets/uniswap/metrics/tvl?from=2026-02-01")]
    public async Task Create_AnswerReadBefore_IsReadAgain(string source, string interval, string path)
    {
        await using var app = await StartAsync();
        var before = (await app.GetJsonAsync(path)).GetProperty("data").GetArrayLength();
        var asset = source == "defillama" ? "uniswap" : "bitcoin";

        await SendAsync(app, HttpMethod.Post, Path, $$"""{"source": "{{source}}", "interval": "{{interval}}", "assets": ["{{asset}}"], "since": "2026-02-20T00:00:00Z"}""");
        await WorkOffAsync(app, 1);

        (await app.GetJsonAsync(path)).GetProperty("data").GetArrayLength().ShouldBeGreaterThan(before);
    }

    [Theory]
    [InlineData("binance", "1d", 2)]
    [InlineData("coingecko", "1h", 0)]
    public async Task Create_RecordInThePast_IsServedWithTheNextPoll(string source, string interval, int above)
    {
        await using var app = await StartAsync();

        await SendAsync(app, HttpMethod.Post, Path, $$"""{"source": "{{source}}", "interval": "{{interval}}", "assets": ["bitcoin"], "since": "2026-02-01T00:00:00Z"}""");
        await WorkOffAsync(app, 1);
        await app.PollAsync("coingecko");

        var (first, step) = interval == "1d" ? (TimeSpan.Zero, TimeSpan.FromDays(1)) : (new TimeSpan(0, 47, 11), TimeSpan.FromHours(1));
        var start = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        var end = CandleIntervals.Find(interval)!.Value.OpenTimeOf(Now);
        var highest = Enumerable.Range(0, (int)((end - start) / step)).Select(i => start + first + (i * step)).MaxBy(FakeHistory.PriceAt);
        var asset = (await app.GetJsonAsync("/v1/assets/bitcoin")).GetProperty("data");
        asset.GetProperty("ath").GetDecimal().ShouldBe(FakeHistory.PriceAt(highest) + above);
        asset.GetProperty("ath_date").GetDateTimeOffset().ShouldBe(highest);
        asset.GetProperty("ath_basis").GetString().ShouldBe("own_history");
    }

    [Fact]
    public async Task Create_WindowThatTheSourceDoesNotGive_IsServedFromTheCandlesWithTheNextPoll()
    {
        var settings = Settings();
        settings["Ingestion:Sources:CoinGecko:Enabled"] = "false";
        settings["Ingestion:Sources:CoinPaprika:Enabled"] = "true";
        await using var app = await MarketDataApp.StartAsync(settings, time: new StandingTime());
        await app.PollAsync("coinpaprika");
        var before = (await app.GetJsonAsync("/v1/assets/bitcoin")).GetProperty("data");
        before.GetProperty("price_change_percentage_200d").ValueKind.ShouldBe(JsonValueKind.Null);

        await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin"], "since": "2025-01-01T00:00:00Z"}""");
        await WorkOffAsync(app, 1);
        await app.PollAsync("coinpaprika");

        var asset = (await app.GetJsonAsync("/v1/assets/bitcoin")).GetProperty("data");
        var close = FakeHistory.PriceAt(Today.AddDays(-201)) + 1;
        asset.GetProperty("price_change_percentage_200d").GetDouble().ShouldBe(
            (double)((asset.GetProperty("price").GetDecimal() / close) - 1) * 100, 1e-9);
        asset.GetProperty("price_change_percentage_1y").GetDouble().ShouldBe(before.GetProperty("price_change_percentage_1y").GetDouble());
    }

    [Fact]
    public async Task Create_ValueLocked_GoesToTheMetrics()
    {
        await using var app = await StartAsync();

        (await SendAsync(app, HttpMethod.Post, Path, """{"source": "defillama", "interval": "1d", "assets": ["uniswap"]}""")).Status.ShouldBe(201);
        var job = await WorkOffAsync(app, 1);

        (job.GetProperty("state").GetString(), job.GetProperty("progress").GetProperty("rows").GetInt64()).ShouldBe(("succeeded", 39));
        var points = (await app.GetJsonAsync("/v1/assets/uniswap/metrics/tvl?from=2026-01-01&to=2026-03-04&limit=100")).GetProperty("data").EnumerateArray()
            .ToDictionary(point => point.GetProperty("at").GetDateTimeOffset(), point => point.GetProperty("value").GetDecimal());
        points[Today.AddDays(-1)].ShouldBe(11 * FakeHistory.PriceAt(Today.AddDays(-1)));
        points[Today.AddDays(-35)].ShouldBe(FakeHistory.PriceAt(Today.AddDays(-35)));
    }

    [Fact]
    public async Task Create_EqualJobRuns_GivesThatOne()
    {
        await using var app = await StartAsync(works: false);
        var first = await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin", "ethereum"]}""");

        var second = await SendAsync(app, HttpMethod.Post, Path, """{"interval": "1d", "assets": ["ETHEREUM", "bitcoin"], "source": "binance"}""");

        second.Status.ShouldBe(200);
        second.Text.ShouldBe(first.Text);
        second.Headers["Location"].ShouldBe($"{Path}/1");
    }

    [Theory]
    [InlineData("{", "invalid_body", "$")]
    [InlineData("null", "invalid_body", "$")]
    [InlineData("""{"source": "binance"}""", "invalid_body", "$")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": ["bitcoin"], "until": 1}""", "invalid_body", "$.until")]
    [InlineData("""{"source": "alternativeme", "interval": "1d", "assets": ["bitcoin"]}""", "invalid_body", "$.source")]
    [InlineData("""{"source": "binance", "interval": "1w", "assets": ["bitcoin"]}""", "invalid_body", "$.interval")]
    [InlineData("""{"source": "coingecko", "interval": "1d", "assets": ["bitcoin"]}""", "invalid_body", "$.interval")]
    [InlineData("""{"source": "binance", "interval": "1d"}""", "invalid_body", "$")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": ["bitcoin"], "top": 3}""", "invalid_body", "$")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": []}""", "invalid_body", "$.assets")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": ["bitcoin", "nowhere"]}""", "unknown_asset", "$.assets[1]")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": [null]}""", "unknown_asset", "$.assets[0]")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": ["invented-0010"]}""", "unknown_at_source", "$.assets[0]")]
    [InlineData("""{"source": "binance", "interval": "1d", "top": 0}""", "invalid_body", "$.top")]
    [InlineData("""{"source": "binance", "interval": "1d", "top": 1001}""", "invalid_body", "$.top")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": ["bitcoin"], "since": "2030-01-01T00:00:00Z"}""", "invalid_body", "$.since")]
    [InlineData("""{"source": "binance", "interval": "1d", "assets": ["bitcoin"], "since": "soon"}""", "invalid_body", "$.since")]
    public async Task Create_BodyThatDoesNotFit_IsRefusedBeforeAnythingStarts(string body, string code, string parameter)
    {
        await using var app = await StartAsync(works: false);
        var requests = app.Upstream.Requests.Count;

        var answer = await SendAsync(app, HttpMethod.Post, Path, body);

        answer.Status.ShouldBe(400, answer.Text);
        answer.ShouldBeProblem();
        answer.Json.GetProperty("code").GetString().ShouldBe(code);
        answer.Json.GetProperty("errors")[0].GetProperty("parameter").GetString().ShouldBe(parameter);
        app.Upstream.Requests.Count.ShouldBe(requests);
        (await SendAsync(app, HttpMethod.Get, Path)).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Create_Top_TakesTheGreatestThatTheSourceKnows()
    {
        await using var app = await StartAsync(works: false);

        var answer = await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "top": 3}""");

        answer.Json.GetProperty("progress").GetProperty("assets").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Create_BeforeAnyData_Is503()
    {
        await using var app = await MarketDataApp.StartAsync(Settings(), time: new StandingTime(), services: NoWorker);

        (await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin"]}""")).Status.ShouldBe(503);
    }

    [Fact]
    public async Task Get_SourceRefuses_TellsTheErrorOfTheAsset()
    {
        await using var app = await StartAsync();
        app.Upstream.Fault("/api/v3/klines", UpstreamFault.Html, count: 1);
        await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin"]}""");

        var job = await WaitAsync(app, 1, candidate => candidate.GetProperty("errors").GetArrayLength() > 0);

        job.GetProperty("state").GetString().ShouldBe("running");
        var error = job.GetProperty("errors")[0];
        (error.GetProperty("asset").GetString(), error.GetProperty("code").GetString(), error.GetProperty("state").GetString())
            .ShouldBe(("bitcoin", "not_json", "pending"));
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsIt()
    {
        await using var app = await StartAsync(works: false);
        await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin"]}""");

        var answer = await SendAsync(app, HttpMethod.Delete, $"{Path}/1");

        answer.Json.GetProperty("state").GetString().ShouldBe("cancelled");
        (await SendAsync(app, HttpMethod.Get, $"{Path}/1")).Text.ShouldBe(answer.Text);
        (await SendAsync(app, HttpMethod.Get, $"{Path}/2")).Json.GetProperty("code").GetString().ShouldBe("unknown_backfill");
        (await SendAsync(app, HttpMethod.Delete, $"{Path}/2")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task List_WithoutAKeyThatMayAdminister_IsRefused()
    {
        await using var app = await MarketDataApp.StartAsync(Settings());

        (await SendAsync(app, HttpMethod.Get, Path, key: "")).ShouldBeProblem(403, "scope_missing");
        (await SendAsync(app, HttpMethod.Get, Path, key: await app.CreateKeyAsync(AccessScopes.Read))).ShouldBeProblem(403, "scope_missing");
        (await SendAsync(app, HttpMethod.Get, Path)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task CreateAndCancel_StandInTheAuditLog()
    {
        await using var app = await StartAsync(works: false);
        await SendAsync(app, HttpMethod.Post, Path, """{"source": "binance", "interval": "1d", "assets": ["bitcoin"]}""");
        await SendAsync(app, HttpMethod.Delete, $"{Path}/1");
        await SendAsync(app, HttpMethod.Delete, $"{Path}/2");

        var acts = (await SendAsync(app, HttpMethod.Get, "/v1/admin/audit")).Json.GetProperty("data").EnumerateArray()
            .Select(act => (act.GetProperty("act").GetString(), act.GetProperty("target").GetString())).ToList();

        acts.Where(act => act.Item1!.StartsWith("backfill", StringComparison.Ordinal)).ShouldBe([("backfill.cancel", "1"), ("backfill.create", "1")]);
    }

    [Fact]
    public async Task Answers_OfEveryStatus_FitTheDocument()
    {
        await using var app = await StartAsync();
        var document = await OpenApiDocument.ReadAsync(app);
        const string body = """{"source": "binance", "interval": "1d", "assets": ["bitcoin"]}""";

        Check(await SendAsync(app, HttpMethod.Post, Path, body), "POST", 201);
        await WorkOffAsync(app, 1);
        Check(await SendAsync(app, HttpMethod.Get, Path), "GET", 200);
        Check(await SendAsync(app, HttpMethod.Get, $"{Path}/1"), "GET", 200, "/1");
        Check(await SendAsync(app, HttpMethod.Delete, $"{Path}/1"), "DELETE", 200, "/1");
        Check(await SendAsync(app, HttpMethod.Delete, $"{Path}/9"), "DELETE", 404, "/9");

        void Check(ApiAnswer answer, string method, int status, string end = "")
        {
            answer.Status.ShouldBe(status, answer.Text);
            var schema = document.Find(method, Path + end)!.Responses.GetProperty($"{status}").GetProperty("content").GetProperty(answer.MediaType!);
            new JsonSchemaChecker(document.Root).Check(schema.GetProperty("schema"), answer.Json).ShouldBeEmpty(answer.Text);
        }
    }

    [Fact]
    public async Task Settings_NameAJob_ItIsMadeOnceAndForAll()
    {
        var folder = Directory.CreateTempSubdirectory("marketdata-backfill-").FullName;
        var settings = Settings();
        settings["Database:SqlitePath"] = System.IO.Path.Combine(folder, "m.db");
        settings["Ingestion:Backfill:Source"] = "binance";
        settings["Ingestion:Backfill:Top"] = "2";
        await using (var first = await MarketDataApp.StartPolledAsync(settings))
        {
            await WaitAsync(first, 1, job => job.GetProperty("state").GetString() == "succeeded");
        }

        await using (var second = await MarketDataApp.StartPolledAsync(settings))
        {
            await second.Services.GetServices<IHostedService>().OfType<BackfillWorker>().Single().CreateConfiguredAsync(CancellationToken.None);
            (await SendAsync(second, HttpMethod.Get, Path)).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<MarketDataApp> StartAsync(bool works = true) =>
        MarketDataApp.StartPolledAsync(Settings(), time: new StandingTime(), services: works ? null : NoWorker);

    private static Dictionary<string, string?> Settings() => new()
    {
        ["Ingestion:Sources:Binance:Enabled"] = "true",
        ["Ingestion:Sources:DefiLlama:Enabled"] = "true",
        ["Ingestion:Sources:Binance:RequestsPerMinute"] = "0",
    };

    private static void NoWorker(IServiceCollection services) =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(BackfillWorker)));

    private static Task<JsonElement> WorkOffAsync(MarketDataApp app, long id) =>
        WaitAsync(app, id, job => job.GetProperty("state").GetString() != "running");

    private static async Task<JsonElement> WaitAsync(MarketDataApp app, long id, Func<JsonElement, bool> isThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var answer = await SendAsync(app, HttpMethod.Get, $"{Path}/{id}");
            if (answer.Status == 200 && isThere(answer.Json))
            {
                return answer.Json;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task<ApiAnswer> SendAsync(MarketDataApp app, HttpMethod method, string path, string? body = null, string? key = null)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(method, path);
        if ((key ?? await app.AdminKeyAsync()) is { Length: > 0 } sent)
        {
            request.Headers.Add("X-Api-Key", sent);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }

    /// <summary>Our clock stands; the waits of the service pass all the same.</summary>
    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
