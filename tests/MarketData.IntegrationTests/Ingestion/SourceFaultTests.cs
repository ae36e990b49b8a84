using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Ingestion;

public sealed class SourceFaultTests : IAsyncLifetime
{
    private readonly SourceClients _clients = new();
    private FakeUpstream _upstream = null!;

    public async Task InitializeAsync() => _upstream = await FakeUpstream.StartAsync();

    public async Task DisposeAsync()
    {
        _clients.Close();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task FetchAsync_NoFault_GivesTheWholeMarketOfEverySource()
    {
        var coinGecko = await CreateCoinGecko().FetchAsync(CancellationToken.None);
        var coinPaprika = await CreateCoinPaprika().FetchAsync(CancellationToken.None);
        var defiLlama = await CreateDefiLlama().FetchAsync(CancellationToken.None);
        var alternativeMe = await CreateAlternativeMe().FetchAsync(CancellationToken.None);

        coinGecko.Quotes.Count.ShouldBe(20);
        coinGecko.Quotes[0].SourceId.ShouldBe("bitcoin");
        coinGecko.Quotes[0].Price.Exact.ShouldBe(60_000m);
        coinGecko.FxRates.Single(rate => rate.Currency == "eur").UnitsPerUsd.ShouldBe(0.9m);
        coinGecko.Categories.Count.ShouldBe(2);
        coinGecko.Contracts.Count.ShouldBe(15);
        coinGecko.Requests.ShouldBe(4);
        coinPaprika.Quotes.Count.ShouldBe(20);
        coinPaprika.Quotes[0].SourceId.ShouldBe("btc-bitcoin");
        defiLlama.Tvls.ShouldContain(tvl => tvl.CoinGeckoId == "aave" && tvl.Tvl == 3_000_000_000.75m);
        alternativeMe.Sentiments.Count.ShouldBe(40);
        new[] { coinGecko, coinPaprika, defiLlama, alternativeMe }.ShouldAllBe(batch => batch.Failures.Count == 0);
        _upstream.Requests.ShouldAllBe(request => request.Headers["User-Agent"].StartsWith("MarketData/"));
    }

    [Fact]
    public async Task FetchAsync_PricesMove_AreSeen()
    {
        var source = CreateCoinGecko();
        var first = await source.FetchAsync(CancellationToken.None);
        _upstream.Advance();
        _upstream.SetPrice("ethereum", 3_456.789m);

        var second = await source.FetchAsync(CancellationToken.None);

        second.Quotes.Single(quote => quote.SourceId == "ethereum").Price.Exact.ShouldBe(3_456.789m);
        second.Quotes[0].Price.ShouldNotBe(first.Quotes[0].Price);
        second.Quotes[0].AsOf!.Value.ShouldBeGreaterThan(first.Quotes[0].AsOf!.Value);
    }

    [Theory]
    [InlineData(UpstreamFault.RateLimited, "rate_limited", 1)]
    [InlineData(UpstreamFault.Banned, "banned", 1)]
    [InlineData(UpstreamFault.ServerError, "http_500", 3)]
    [InlineData(UpstreamFault.Unavailable, "http_503", 3)]
    [InlineData(UpstreamFault.Html, "not_json", 1)]
    [InlineData(UpstreamFault.Reset, "unreachable", 3)]
    [InlineData(UpstreamFault.Truncate, "truncated", 3)]
    [InlineData(UpstreamFault.Empty, "empty", 1)]
    [InlineData(UpstreamFault.Garbage, "bad_json", 1)]
    [InlineData(UpstreamFault.Huge, "too_large", 1)]
    [InlineData(UpstreamFault.GzipBomb, "too_large", 1)]
    [InlineData(UpstreamFault.Deep, "bad_json", 1)]
    [InlineData(UpstreamFault.Redirect, "redirect", 1)]
    internal async Task FetchAsync_Fault_HasItsCode(UpstreamFault fault, string code, int requests)
    {
        _upstream.Fault("/", fault, count: -1, seconds: 0);
        IMarketDataSource[] sources = [CreateCoinGecko(), CreateCoinPaprika(), CreateDefiLlama(), CreateAlternativeMe()];

        foreach (var source in sources)
        {
            var before = _upstream.Requests.Count;

            var exception = await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None));

            exception.Code.ShouldBe(code, source.Name);
            exception.Requests.ShouldBe(requests, source.Name);
            (_upstream.Requests.Count - before).ShouldBe(requests, source.Name);
            source.Budget.UsedThisMonth.ShouldBe(requests, source.Name);
        }
    }

    [Theory]
    [InlineData(UpstreamFault.ServerError)]
    [InlineData(UpstreamFault.Unavailable)]
    [InlineData(UpstreamFault.Reset)]
    [InlineData(UpstreamFault.Truncate)]
    internal async Task FetchAsync_PassingFault_IsRetried(UpstreamFault fault)
    {
        _upstream.Fault("/v1/tickers", fault, count: 2, seconds: 0);

        var batch = await CreateCoinPaprika().FetchAsync(CancellationToken.None);

        batch.Quotes.Count.ShouldBe(20);
        batch.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task FetchAsync_SlowAnswer_IsATimeout()
    {
        _upstream.Fault("/v1/tickers", UpstreamFault.Slow, count: -1, seconds: 30);
        var source = CreateCoinPaprika(options => options.Timeout = TimeSpan.FromMilliseconds(200));

        (await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None))).Code.ShouldBe("timeout");

        _upstream.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task FetchAsync_SlowAnswer_EndsWithThePoll()
    {
        _upstream.Fault("/v1/tickers", UpstreamFault.Slow, count: -1, seconds: 30);
        var source = CreateCoinPaprika(options => options.Interval = TimeSpan.FromSeconds(1));
        var clock = Stopwatch.StartNew();

        (await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None))).Code.ShouldBe("timeout");

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        _upstream.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FetchAsync_NothingListens_IsUnreachable()
    {
        var source = CreateCoinPaprika(options => options.BaseUrl = $"http://127.0.0.1:{FindFreePort()}");

        var exception = await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None));

        exception.Code.ShouldBe("unreachable");
        exception.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task FetchAsync_Redirect_IsNotFollowed()
    {
        await using var elsewhere = await FakeUpstream.StartAsync();
        _upstream.RedirectTarget = $"{elsewhere.BaseUrl}/v1/tickers?quotes=USD";
        _upstream.Fault("/v1/tickers", UpstreamFault.Redirect);

        await Should.ThrowAsync<SourceException>(() => CreateCoinPaprika().FetchAsync(CancellationToken.None));

        elsewhere.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task FetchAsync_HugeBody_IsNotReadBeyondTheLimit()
    {
        const int limit = 1024 * 1024;
        await using var server = new EndlessServer();
        var source = CreateCoinPaprika(options => (options.BaseUrl, options.MaxBodyBytes) = (server.BaseUrl, limit));

        (await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None))).Code.ShouldBe("too_large");

        // Some megabytes more lie in the sockets of both ends.
        (await server.BytesSent).ShouldBeLessThan(16 * limit);
    }

    [Fact]
    public async Task FetchAsync_WithinABan_MakesNoRequest()
    {
        _upstream.Fault("/v1/tickers", UpstreamFault.RateLimited, seconds: 1);
        var source = CreateCoinPaprika();

        (await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None))).Code.ShouldBe("rate_limited");
        var banned = await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None));

        banned.Code.ShouldBe("banned");
        banned.Requests.ShouldBe(0);
        _upstream.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FetchAsync_ManyFailures_OpenTheCircuit()
    {
        _upstream.Fault("/v1/tickers", UpstreamFault.ServerError, count: -1);
        var source = CreateCoinPaprika();

        await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None));
        var open = await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None));

        open.Code.ShouldBe("circuit_open");
        open.Requests.ShouldBe(0);
        _upstream.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("/exchange_rates", "exchange_rates: not_json")]
    [InlineData("/coins/categories", "coins/categories: not_json")]
    [InlineData("/coins/list", "coins/list: not_json")]
    public async Task FetchAsync_SlowFeedFails_CostsOnlyItself(string path, string failure)
    {
        _upstream.Fault(path, UpstreamFault.Html);

        var batch = await CreateCoinGecko().FetchAsync(CancellationToken.None);

        batch.Quotes.Count.ShouldBe(20);
        batch.Failures.ShouldHaveSingleItem().ShouldStartWith(failure);
    }

    [Fact]
    public async Task FetchAsync_RateLimitedOnTheSecondPage_KeepsTheFirstAndAsksForNothingMore()
    {
        await using var upstream = await FakeUpstream.StartAsync(assets: 300);
        var source = CreateCoinGecko(options => (options.BaseUrl, options.Pages) = (upstream.CoinGeckoUrl, 3));
        (await source.FetchAsync(CancellationToken.None)).Quotes.Count.ShouldBe(300);

        upstream.Fault("/coins/markets", UpstreamFault.Nulls);
        upstream.Fault("/coins/markets", UpstreamFault.RateLimited, seconds: 60);
        var before = upstream.Requests.Count;
        var batch = await source.FetchAsync(CancellationToken.None);

        batch.Quotes.Count.ShouldBe(250);
        batch.Failures.ShouldHaveSingleItem().ShouldStartWith("coins/markets page 2: rate_limited");
        (upstream.Requests.Count - before).ShouldBe(2);
    }

    [Fact]
    public async Task FetchAsync_SpoiledValues_AreGivenAsTheyAre()
    {
        var source = CreateCoinPaprika();
        var right = (await source.FetchAsync(CancellationToken.None)).Quotes[0];

        _upstream.Fault("/v1/tickers", UpstreamFault.Nulls);
        (await source.FetchAsync(CancellationToken.None)).Quotes[0].Price.State.ShouldBe(SourceNumberState.Missing);

        _upstream.Fault("/v1/tickers", UpstreamFault.Zero);
        (await source.FetchAsync(CancellationToken.None)).Quotes[0].Price.Exact.ShouldBe(0m);

        _upstream.Fault("/v1/tickers", UpstreamFault.Spike);
        (await source.FetchAsync(CancellationToken.None)).Quotes[0].Price.Exact.ShouldBe(right.Price.Exact * 1_000);

        _upstream.Fault("/v1/tickers", UpstreamFault.Back);
        (await source.FetchAsync(CancellationToken.None)).Quotes[0].AsOf.ShouldBe(right.AsOf!.Value.AddDays(-1));
    }

    private CoinGeckoSource CreateCoinGecko(Action<CoinGeckoOptions>? configure = null)
    {
        var options = new CoinGeckoOptions { BaseUrl = _upstream.CoinGeckoUrl };
        configure?.Invoke(options);
        return new CoinGeckoSource(_clients.Create(SourceNames.CoinGecko, options), options, TimeProvider.System);
    }

    private CoinPaprikaSource CreateCoinPaprika(Action<CoinPaprikaOptions>? configure = null)
    {
        var options = new CoinPaprikaOptions { BaseUrl = _upstream.BaseUrl };
        configure?.Invoke(options);
        return new CoinPaprikaSource(_clients.Create(SourceNames.CoinPaprika, options), options, TimeProvider.System);
    }

    private DefiLlamaSource CreateDefiLlama()
    {
        var options = new DefiLlamaOptions { BaseUrl = _upstream.BaseUrl };
        return new DefiLlamaSource(_clients.Create(SourceNames.DefiLlama, options), options, TimeProvider.System);
    }

    private AlternativeMeSource CreateAlternativeMe()
    {
        var options = new AlternativeMeOptions { BaseUrl = _upstream.BaseUrl };
        return new AlternativeMeSource(_clients.Create(SourceNames.AlternativeMe, options), options, TimeProvider.System);
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
