using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Ingestion;

public sealed class HistorySourceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset From = new(2021, 5, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SourceClients _clients = new();
    private FakeUpstream _upstream = null!;

    public async Task InitializeAsync() => _upstream = await FakeUpstream.StartAsync();

    public async Task DisposeAsync()
    {
        _clients.Close();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task FetchAsync_Binance_GivesAPageOfCandlesDigitForDigit()
    {
        var range = new HistoryRange("BTCUSDT", CandleInterval.OneHour, From, From.AddHours(1_500));

        var page = await CreateBinance().FetchAsync(range, CancellationToken.None);

        page.Candles.Count.ShouldBe(1_000);
        page.Next.ShouldBe(From.AddHours(1_000));
        page.Requests.ShouldBe(1);
        var last = page.Candles[^1];
        var price = FakeHistory.PriceAt(From.AddHours(999));
        (last.OpenTime, last.Open.Exact, last.High.Exact, last.Low.Exact, last.Close.Exact, last.Volume.Exact).ShouldBe(
            (From.AddHours(999), price, price + 2, price - 1, price + 1, price * 3));
    }

    [Fact]
    public async Task FetchAsync_BinanceLastPage_EndsTheRange()
    {
        var range = new HistoryRange("BTCUSDT", CandleInterval.OneDay, From, From.AddDays(10));

        var page = await CreateBinance().FetchAsync(range, CancellationToken.None);

        page.Candles.Select(candle => candle.OpenTime).ShouldBe(Enumerable.Range(0, 10).Select(day => (DateTimeOffset?)From.AddDays(day)));
        page.Next.ShouldBe(range.To);
    }

    [Fact]
    public async Task FetchAsync_CoinPaprika_GivesAYear()
    {
        var range = new HistoryRange("btc-bitcoin", CandleInterval.OneDay, From, From.AddYears(3));

        var page = await CreateCoinPaprika().FetchAsync(range, CancellationToken.None);

        page.Candles.Count.ShouldBe(365);
        page.Next.ShouldBe(From.AddYears(1));
        page.Candles[0].Volume.Exact.ShouldBe(18_671_235_118m);
        page.Candles[0].MarketCap.Exact.ShouldBe(622_274_693_426m);
    }

    [Theory]
    [InlineData(CandleInterval.FiveMinutes, 1, 289)]
    [InlineData(CandleInterval.OneHour, 10, 241)]
    public async Task FetchAsync_CoinGecko_GivesThePointsOfTheDays(CandleInterval interval, int days, int points)
    {
        var now = DateTimeOffset.UtcNow;
        var range = new HistoryRange("bitcoin", interval, now.AddDays(-days).AddMinutes(1), now);

        var page = await CreateCoinGecko().FetchAsync(range, CancellationToken.None);

        page.Points.Count.ShouldBe(points);
        page.Candles.ShouldBeEmpty();
        page.Next.ShouldBe(range.To);
        page.Points.ShouldAllBe(point => point.Price.Exact > 0 && point.MarketCap.Exact > 0 && point.Volume24h.Exact == 5_000_000.5m);
    }

    [Theory]
    [InlineData(UpstreamFault.RateLimited, "rate_limited", 1)]
    [InlineData(UpstreamFault.Banned, "banned", 1)]
    [InlineData(UpstreamFault.ServerError, "http_500", 3)]
    [InlineData(UpstreamFault.Html, "not_json", 1)]
    [InlineData(UpstreamFault.Reset, "unreachable", 3)]
    [InlineData(UpstreamFault.Truncate, "truncated", 3)]
    [InlineData(UpstreamFault.Garbage, "bad_json", 1)]
    [InlineData(UpstreamFault.Huge, "too_large", 1)]
    [InlineData(UpstreamFault.GzipBomb, "too_large", 1)]
    [InlineData(UpstreamFault.Deep, "bad_json", 1)]
    [InlineData(UpstreamFault.Redirect, "redirect", 1)]
    internal async Task FetchAsync_Fault_HasItsCode(UpstreamFault fault, string code, int requests)
    {
        _upstream.Fault("/", fault, count: -1, seconds: 0);

        // The huge answers begin as a list, which CoinGecko's chart is not: it is refused for that before its length.
        foreach (var (source, range) in AllSources().Where(entry => code != "too_large" || entry.Source is not CoinGeckoHistory))
        {
            var exception = await Should.ThrowAsync<SourceException>(() => source.FetchAsync(range, CancellationToken.None));

            exception.Code.ShouldBe(code, source.Name);
            exception.Requests.ShouldBe(requests, source.Name);
        }
    }

    [Fact]
    public async Task FetchAsync_EmptyListWhereThereMustBeRows_IsAFailure()
    {
        _upstream.SetAnswer("/api/v3/klines", "[]");
        _upstream.SetAnswer("/api/v3/coins/bitcoin/market_chart", """{"prices": []}""");
        var ranges = AllSources();

        foreach (var (source, range) in ranges.Where(entry => entry.Source is not CoinPaprikaHistory))
        {
            (await Should.ThrowAsync<SourceException>(() => source.FetchAsync(range, CancellationToken.None))).Code.ShouldBe("empty", source.Name);
        }
    }

    [Fact]
    public async Task FetchAsync_SlowAnswer_IsATimeout()
    {
        _upstream.Fault("/api/v3/klines", UpstreamFault.Slow, count: -1, seconds: 30);
        var source = CreateBinance(options => options.Timeout = TimeSpan.FromMilliseconds(200));

        (await Should.ThrowAsync<SourceException>(() => source.FetchAsync(AllSources()[0].Range, CancellationToken.None))).Code.ShouldBe("timeout");
    }

    [Fact]
    public async Task UntilSpare_AfterABan_IsTheRestOfIt()
    {
        _upstream.Fault("/api/v3/klines", UpstreamFault.Banned, seconds: 600);
        var source = CreateBinance();
        source.UntilSpare.ShouldBe(TimeSpan.Zero);

        await Should.ThrowAsync<SourceException>(() => source.FetchAsync(AllSources()[0].Range, CancellationToken.None));

        source.UntilSpare.ShouldBe(TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(30));
    }

    private List<(IHistorySource Source, HistoryRange Range)> AllSources()
    {
        var now = DateTimeOffset.UtcNow;
        return
        [
            (CreateBinance(), new HistoryRange("BTCUSDT", CandleInterval.OneDay, From, From.AddDays(10))),
            (CreateCoinPaprika(), new HistoryRange("btc-bitcoin", CandleInterval.OneDay, From, From.AddDays(10))),
            (CreateCoinGecko(), new HistoryRange("bitcoin", CandleInterval.OneHour, now.AddDays(-10), now)),
        ];
    }

    private BinanceHistory CreateBinance(Action<BinanceOptions>? configure = null)
    {
        var options = new BinanceOptions { BaseUrl = _upstream.BaseUrl };
        configure?.Invoke(options);
        return new BinanceHistory(_clients.Create(SourceNames.Binance, options), options, SeedCatalog.Load());
    }

    private CoinPaprikaHistory CreateCoinPaprika() =>
        new(_clients.Create(SourceNames.CoinPaprika, new CoinPaprikaOptions { BaseUrl = _upstream.BaseUrl }));

    private CoinGeckoHistory CreateCoinGecko() =>
        new(_clients.Create(SourceNames.CoinGecko, new CoinGeckoOptions { BaseUrl = _upstream.CoinGeckoUrl }), TimeProvider.System);
}
