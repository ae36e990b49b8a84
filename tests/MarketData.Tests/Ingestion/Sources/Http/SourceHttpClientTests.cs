using System.Net;
using System.Net.Http.Headers;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources;

namespace MarketData.Tests.Ingestion.Sources.Http;

public sealed class SourceHttpClientTests
{
    private const string OneCoin = """[{"id":"a","symbol":"a","current_price":1}]""";
    private const string Rates = """{"rates":{"usd":{"name":"US Dollar","value":2,"type":"fiat"}}}""";

    private readonly ManualTimeProvider _time = StubUpstream.Clock();

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, null, 60)]
    [InlineData(HttpStatusCode.TooManyRequests, 119, 119)]
    [InlineData(HttpStatusCode.TooManyRequests, 0, 1)]
    [InlineData(HttpStatusCode.TooManyRequests, 999_999_999, 3 * 86_400)]
    [InlineData((HttpStatusCode)418, null, 120)]
    [InlineData((HttpStatusCode)418, 30, 120)]
    [InlineData((HttpStatusCode)418, 3_600, 3_600)]
    public async Task GetAsync_ShutOut_IsSilentForAsLongAsAsked(HttpStatusCode status, int? retryAfter, int silentSeconds)
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", () => Refuse(status, retryAfter is { } s ? new(TimeSpan.FromSeconds(s)) : null));
        var source = CreateCoinPaprika(upstream);

        await ShouldFailAsync(source, (int)status == 418 ? "banned" : "rate_limited", requests: 1);
        upstream.On("v1/tickers", OneCoin);
        _time.Advance(TimeSpan.FromSeconds(silentSeconds) - TimeSpan.FromMilliseconds(1));
        await ShouldFailAsync(source, "banned", requests: 0);
        source.Budget.BannedUntil.ShouldNotBeNull();

        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await source.FetchAsync(CancellationToken.None)).Quotes.Count.ShouldBe(1);
        upstream.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task GetAsync_RetryAfterAsADate_IsObeyed()
    {
        var until = _time.GetUtcNow().AddMinutes(7);
        var upstream = new StubUpstream(_time).On("v1/tickers", () => Refuse(HttpStatusCode.TooManyRequests, new(until)));
        var source = CreateCoinPaprika(upstream);

        await ShouldFailAsync(source, "rate_limited", requests: 1);

        source.Budget.BannedUntil.ShouldBe(until);
    }

    [Fact]
    public Task GetAsync_BodyOfARefusalTrickles_IsARefusalAllTheSame() => InlineAsync(async () =>
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", () => new HttpResponseMessage(HttpStatusCode.TooManyRequests)
        {
            Content = new StreamContent(new StalledStream()),
        });
        var source = CreateCoinPaprika(upstream);

        var poll = source.FetchAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(2));

        (await Should.ThrowAsync<SourceException>(() => poll)).Code.ShouldBe("rate_limited");
        source.Budget.BannedUntil.ShouldBe(_time.GetUtcNow() + TimeSpan.FromSeconds(60));
    });

    [Fact]
    public async Task GetAsync_RetryThatDoesNotFitThePoll_IsNotScheduled()
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", () => Refuse(HttpStatusCode.ServiceUnavailable, new(TimeSpan.FromMinutes(5))));

        await ShouldFailAsync(CreateCoinPaprika(upstream), "http_503", requests: 1);
    }

    [Fact]
    public Task GetAsync_RetryThatFits_WaitsAsLongAsAsked() => InlineAsync(async () =>
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", () => Refuse(HttpStatusCode.ServiceUnavailable, new(TimeSpan.FromMinutes(2))));

        var poll = CreateCoinPaprika(upstream).FetchAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(119));
        upstream.Requests.Count.ShouldBe(1);
        upstream.On("v1/tickers", OneCoin);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await poll).Requests.ShouldBe(2);
    });

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.NotImplemented)]
    public async Task GetAsync_StatusThatStays_IsNotRetried(HttpStatusCode status)
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", "{}", status);

        await ShouldFailAsync(CreateCoinPaprika(upstream), $"http_{(int)status}", requests: 1);
    }

    [Fact]
    public async Task GetAsync_MonthIsUsed_MakesNoRequest()
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", OneCoin);
        var source = CreateCoinPaprika(upstream);
        source.RestoreMonth(20_000);

        await ShouldFailAsync(source, "budget_exhausted", requests: 0);

        upstream.Requests.ShouldBeEmpty();
    }

    [Fact]
    public Task GetAsync_MorePagesThanTheMinuteAllows_ArePaced() => InlineAsync(async () =>
    {
        var page = $"[{string.Join(',', Enumerable.Repeat("""{"id":"a","symbol":"a"}""", 250))}]";
        var upstream = new StubUpstream(_time).On("coins/markets", page).On("exchange_rates", Rates).On("coins/", "[]");
        var options = new CoinGeckoOptions { Pages = 5, RequestsPerMinute = 3 };
        var source = new CoinGeckoSource(upstream.CreateClient(options), options, _time);

        var poll = source.FetchAsync(CancellationToken.None);
        upstream.Requests.Count.ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(59));
        upstream.Requests.Count.ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(2));
        upstream.Requests.Count.ShouldBe(6);
        _time.Advance(TimeSpan.FromSeconds(61));

        poll.IsCompleted.ShouldBeTrue();
        var batch = await poll;
        batch.Requests.ShouldBe(8);
        batch.Failures.ShouldBeEmpty();
    });

    [Fact]
    public async Task GetAsync_ADayOfRefusals_NeverAsksWithinABanNorMoreThanTheBudget()
    {
        var random = new Random(20260110);
        var bannedUntil = DateTimeOffset.MinValue;
        var inBan = 0;
        var upstream = new StubUpstream(_time);
        upstream.On("/api/v3/", () =>
        {
            inBan += _time.GetUtcNow() < bannedUntil ? 1 : 0;
            switch (random.Next(12))
            {
                case 0:
                    var seconds = random.Next(1, 1_800);
                    bannedUntil = _time.GetUtcNow().AddSeconds(seconds);
                    return Refuse(HttpStatusCode.TooManyRequests, new(TimeSpan.FromSeconds(seconds)));
                case 1:
                    bannedUntil = _time.GetUtcNow().AddMinutes(2);
                    return Refuse((HttpStatusCode)418, null);
                default:
                    return upstream.Requests[^1].RequestUri!.AbsolutePath.EndsWith("exchange_rates", StringComparison.Ordinal)
                        ? StubUpstream.Json(Rates)
                        : StubUpstream.Json(OneCoin);
            }
        });
        var options = new CoinGeckoOptions();
        var source = new CoinGeckoSource(upstream.CreateClient(options), options, _time);

        var refused = 0;
        for (var polls = 0; polls < TimeSpan.FromDays(1) / options.Interval; polls++)
        {
            try
            {
                await source.FetchAsync(CancellationToken.None);
            }
            catch (SourceException)
            {
                refused++;
            }

            _time.Advance(options.Interval);
        }

        inBan.ShouldBe(0);
        refused.ShouldBeGreaterThan(5);
        source.Budget.UsedThisMonth.ShouldBe(upstream.Requests.Count);
        upstream.Requests.Count.ShouldBeLessThan((int)(0.8 * options.RequestsPerMonth / 31));
    }

    [Fact]
    public async Task GetAsync_ProviderRepeatsTheKey_ItIsNotInTheMessage()
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", """{"error":"The key s3cret is\r\nunknown."}""", HttpStatusCode.Forbidden);

        var exception = await ShouldFailAsync(CreateCoinPaprika(upstream, "s3cret"), "http_403", requests: 1);

        exception.ToString().ShouldNotContain("s3cret");
        exception.Message.ShouldBe("The provider answered 403: The key *** is  unknown.");
    }

    [Fact]
    public async Task GetAsync_Cancelled_IsNotAFailureOfTheSource()
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", () => Refuse(HttpStatusCode.ServiceUnavailable, null));
        using var stop = new CancellationTokenSource();

        var poll = CreateCoinPaprika(upstream).FetchAsync(stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => poll);
    }

    private static async Task<SourceException> ShouldFailAsync(CoinPaprikaSource source, string code, int requests)
    {
        var exception = await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None));
        exception.Code.ShouldBe(code);
        exception.Requests.ShouldBe(requests);
        return exception;
    }

    /// <summary>Runs a test without the runner's context, so that what a timer sets free goes on within <see cref="ManualTimeProvider.Advance"/>.</summary>
    private static Task InlineAsync(Func<Task> test) => Task.Run(test);

    private static HttpResponseMessage Refuse(HttpStatusCode status, RetryConditionHeaderValue? retryAfter)
    {
        var response = StubUpstream.Json("{}", status);
        response.Headers.RetryAfter = retryAfter;
        return response;
    }

    private static CoinPaprikaSource CreateCoinPaprika(StubUpstream upstream, string? key = null)
    {
        var options = new CoinPaprikaOptions { ApiKey = key };
        return new CoinPaprikaSource(upstream.CreateClient(options), options, upstream.Time);
    }

    private sealed class StalledStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
