using System.Globalization;
using System.Net;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion.Sources;

public sealed class CoinGeckoSourceTests
{
    private const string Whole = """
        [{
          "id": "alpha", "symbol": "alp", "name": "Alpha", "image": "https://images.invalid/alpha.png",
          "current_price": 12.5, "market_cap": 1250000, "market_cap_rank": 3, "fully_diluted_valuation": 2500000,
          "total_volume": 98765.4321, "high_24h": 13, "low_24h": 12.1, "price_change_24h": -0.25,
          "price_change_percentage_24h": -2.5, "market_cap_change_24h": -25000.5, "market_cap_change_percentage_24h": -2.4,
          "circulating_supply": 100000.0, "total_supply": 200000.0, "max_supply": 300000.0,
          "ath": 25, "ath_change_percentage": -50.0, "ath_date": "2024-03-14T07:10:36.635Z",
          "atl": 0.001, "atl_change_percentage": 1249900.0, "atl_date": "2019-01-02T03:04:05.000Z",
          "roi": {"times": 2.5, "currency": "usd", "percentage": 250.0}, "last_updated": "2026-01-10T11:59:30.123Z",
          "price_change_percentage_1h_in_currency": 0.1, "price_change_percentage_24h_in_currency": -2.51234,
          "price_change_percentage_7d_in_currency": 3.5, "price_change_percentage_14d_in_currency": 4.5,
          "price_change_percentage_30d_in_currency": 5.5, "price_change_percentage_200d_in_currency": 6.5,
          "price_change_percentage_1y_in_currency": 7.5, "a_field_of_tomorrow": [{"deep": true}]
        }]
        """;

    private const string AllNull = """
        [{
          "id": "quiet", "symbol": "qui", "name": null, "image": null, "current_price": null, "market_cap": null,
          "market_cap_rank": null, "total_volume": null, "circulating_supply": null, "max_supply": null, "ath": null,
          "ath_date": null, "last_updated": null
        }]
        """;

    private readonly ManualTimeProvider _time = StubUpstream.Clock();

    [Fact]
    public async Task FetchAsync_WholeRow_MapsEveryField()
    {
        var batch = await Create(new StubUpstream(_time).On("coins/markets", Whole)).FetchAsync(CancellationToken.None);

        var quote = batch.Quotes.ShouldHaveSingleItem();
        batch.ReceivedAt.ShouldBe(_time.GetUtcNow());
        (quote.SourceId, quote.Symbol, quote.Name, quote.ImageUrl).ShouldBe(("alpha", "alp", "Alpha", "https://images.invalid/alpha.png"));
        quote.Price.Exact.ShouldBe(12.5m);
        quote.MarketCap.Exact.ShouldBe(1_250_000m);
        quote.FullyDilutedValuation.Exact.ShouldBe(2_500_000m);
        quote.Volume24h.Exact.ShouldBe(98_765.4321m);
        quote.CirculatingSupply.Exact.ShouldBe(100_000m);
        quote.TotalSupply.Exact.ShouldBe(200_000m);
        quote.MaxSupply.Exact.ShouldBe(300_000m);
        quote.High24h.Exact.ShouldBe(13m);
        quote.Low24h.Exact.ShouldBe(12.1m);
        quote.PriceChange24h.Exact.ShouldBe(-0.25m);
        quote.MarketCapChange24h.Exact.ShouldBe(-25_000.5m);
        quote.MarketCapChangePercentage24h.Exact.ShouldBe(-2.4m);
        quote.Change1h.Exact.ShouldBe(0.1m);
        quote.Change24h.Exact.ShouldBe(-2.51234m);
        quote.Change7d.Exact.ShouldBe(3.5m);
        quote.Change14d.Exact.ShouldBe(4.5m);
        quote.Change30d.Exact.ShouldBe(5.5m);
        quote.Change200d.Exact.ShouldBe(6.5m);
        quote.Change1y.Exact.ShouldBe(7.5m);
        quote.Ath.Exact.ShouldBe(25m);
        quote.AthDate.ShouldBe(new DateTimeOffset(2024, 3, 14, 7, 10, 36, 635, TimeSpan.Zero));
        quote.AthChangePercentage.Exact.ShouldBe(-50m);
        quote.SaleReturn.ShouldBe(new SaleReturn(2.5, "usd", 250));
        quote.Atl.Exact.ShouldBe(0.001m);
        quote.AtlDate.ShouldBe(new DateTimeOffset(2019, 1, 2, 3, 4, 5, TimeSpan.Zero));
        quote.Rank.Exact.ShouldBe(3m);
        quote.AsOf.ShouldBe(new DateTimeOffset(2026, 1, 10, 11, 59, 30, 123, TimeSpan.Zero));
    }

    [Fact]
    public async Task FetchAsync_NullsAndMissingFields_AreMissing()
    {
        var quote = (await FetchAsync(AllNull)).Quotes.ShouldHaveSingleItem();

        quote.Name.ShouldBe("qui");
        quote.Price.State.ShouldBe(SourceNumberState.Missing);
        quote.FullyDilutedValuation.State.ShouldBe(SourceNumberState.Missing);
        quote.AthDate.ShouldBeNull();
        quote.AsOf.ShouldBeNull();
    }

    [Fact]
    public async Task FetchAsync_ZeroSupplyAndMarketCap_AreMissingButZeroVolumeIsGiven()
    {
        var quote = (await FetchAsync("""
            [{"id":"a","symbol":"a","current_price":1,"market_cap":0.0,"fully_diluted_valuation":0,"total_volume":0.0,
              "circulating_supply":0.0,"total_supply":0,"max_supply":0.0,"price_change_percentage_24h":0.0}]
            """)).Quotes[0];

        quote.MarketCap.State.ShouldBe(SourceNumberState.Missing);
        quote.FullyDilutedValuation.State.ShouldBe(SourceNumberState.Missing);
        quote.CirculatingSupply.State.ShouldBe(SourceNumberState.Missing);
        quote.TotalSupply.State.ShouldBe(SourceNumberState.Missing);
        quote.MaxSupply.State.ShouldBe(SourceNumberState.Missing);
        quote.Volume24h.Exact.ShouldBe(0m);
        quote.Change24h.Exact.ShouldBe(0m);
    }

    [Fact]
    public async Task FetchAsync_WrongTypes_CostOnlyTheirFields()
    {
        var batch = await FetchAsync("""
            [{"id":"a","symbol":"a","name":7,"current_price":"1.5","market_cap":{"usd":1},"total_volume":[1,2],
              "circulating_supply":true,"last_updated":1768046400,"ath_date":"yesterday","high_24h":2},
             {"id":"b","symbol":"b","current_price":3}]
            """);

        batch.Quotes.Count.ShouldBe(2);
        var quote = batch.Quotes[0];
        quote.Name.ShouldBe("a");
        quote.Price.State.ShouldBe(SourceNumberState.NotANumber);
        quote.Price.Text.ShouldBe("1.5");
        quote.MarketCap.State.ShouldBe(SourceNumberState.NotANumber);
        quote.Volume24h.State.ShouldBe(SourceNumberState.NotANumber);
        quote.CirculatingSupply.State.ShouldBe(SourceNumberState.NotANumber);
        quote.High24h.Exact.ShouldBe(2m);
        quote.AsOf.ShouldBeNull();
        quote.AthDate.ShouldBeNull();
    }

    [Theory]
    [InlineData("3.84e-18", "0.00000000000000000384", SourceNumberState.Given)]
    [InlineData("0.00000000000000000384", "0.00000000000000000384", SourceNumberState.Given)]
    [InlineData("8.7e36", null, SourceNumberState.NotRepresentable)]
    [InlineData("1.2345678901234567e-15", null, SourceNumberState.NotRepresentable)]
    [InlineData("1e999", null, SourceNumberState.NotANumber)]
    public async Task FetchAsync_ExtremeNumbers_AreExactOrNotTaken(string text, string? exact, SourceNumberState state)
    {
        var quote = (await FetchAsync($$"""[{"id":"a","symbol":"a","current_price":{{text}},"price_change_percentage_24h":{{text}}}]""")).Quotes[0];

        quote.Price.State.ShouldBe(state);
        quote.Price.Exact.ShouldBe(exact is null ? null : decimal.Parse(exact, CultureInfo.InvariantCulture));
        quote.Change24h.State.ShouldBe(state);
        (quote.Change24h.Approximate is { } value && !double.IsFinite(value)).ShouldBeFalse();
    }

    [Fact]
    public async Task FetchAsync_RowsWithoutIdOrSymbol_AreOneFailureWithTheirCount()
    {
        var batch = await FetchAsync("""[{"id":"","symbol":"a"},{"symbol":"b"},{"id":"c"},null,{"id":"d","symbol":"d"}]""");

        batch.Quotes.ShouldHaveSingleItem().SourceId.ShouldBe("d");
        batch.Failures.ShouldContain("coins/markets: 4 rows without id or symbol");
    }

    [Theory]
    [InlineData("""{"error":"invalid vs_currency"}""", 200, "provider_error", "invalid vs_currency")]
    [InlineData("""{"status":{"error_code":10002,"error_message":"API key missing"}}""", 200, "provider_error", "API key missing")]
    [InlineData("""{"status":{"error_code":429,"error_message":"Slow down."}}""", 200, "rate_limited", "Slow down.")]
    [InlineData("""{"error":{"status":{"error_code":10012,"error_message":"Range too long"}}}""", 401, "http_401", "Range too long")]
    [InlineData("""{"error":"coin not found"}""", 404, "http_404", "coin not found")]
    [InlineData("{}", 200, "bad_json", "An object")]
    [InlineData("[]", 200, "empty", "empty list")]
    [InlineData("[{\"id\":\"a\",", 200, "bad_json", "not JSON")]
    [InlineData("", 200, "bad_json", "empty")]
    [InlineData("error code: 1015", 403, "http_403", "403")]
    public async Task FetchAsync_NoListOnPageOne_Throws(string body, int status, string code, string messagePart)
    {
        var source = Create(new StubUpstream(_time).On("coins/markets", body, (HttpStatusCode)status));

        var exception = await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None));

        exception.Code.ShouldBe(code);
        exception.Message.ShouldContain(messagePart);
        exception.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task FetchAsync_FullPages_AsksUntilAShortPage()
    {
        var upstream = new StubUpstream(_time).On("page=1&", Page(250)).On("page=2&", Page(250)).On("page=3&", Page(10)).On("page=4&", Page(1));

        var batch = await Create(upstream, options => options.Pages = 9).FetchAsync(CancellationToken.None);

        batch.Quotes.Count.ShouldBe(510);
        upstream.Requests.Count(request => request.RequestUri!.AbsolutePath.EndsWith("coins/markets", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task FetchAsync_LaterPageFails_KeepsWhatCame()
    {
        var upstream = new StubUpstream(_time).On("page=1&", Page(250)).On("page=2&", """{"error":"no"}""", HttpStatusCode.Forbidden);

        var batch = await Create(upstream, options => options.Pages = 3).FetchAsync(CancellationToken.None);

        batch.Quotes.Count.ShouldBe(250);
        batch.Failures.ShouldContain("coins/markets page 2: http_403: The provider answered 403: no");
    }

    [Fact]
    public async Task FetchAsync_Rates_AreUnitsPerUsDollar()
    {
        var upstream = new StubUpstream(_time).On("coins/markets", Whole).On("exchange_rates", """
            {"rates":{"btc":{"name":"Bitcoin","unit":"BTC","value":1.0,"type":"crypto"},
              "usd":{"name":"US Dollar","unit":"$","value":50000,"type":"fiat"},
              "EUR":{"name":"Euro","unit":"€","value":45000.5,"type":"fiat"},
              "xau":{"name":"Gold","unit":"XAU","value":20,"type":"commodity"},
              "bad":{"name":"Bad","unit":"?","value":"1","type":"fiat"},
              "odd":{"name":"Odd","unit":"?","value":1,"type":"shell"}}}
            """);

        var batch = await Create(upstream).FetchAsync(CancellationToken.None);

        batch.FxRates.Select(rate => (rate.Currency, rate.Kind, rate.UnitsPerUsd)).ShouldBe(
        [
            ("btc", CurrencyKind.Crypto, 0.00002m),
            ("usd", CurrencyKind.Fiat, 1m),
            ("eur", CurrencyKind.Fiat, 0.90001m),
            ("xau", CurrencyKind.Commodity, 0.0004m),
        ]);
        batch.FxRates[0].ShouldSatisfyAllConditions(
            rate => rate.Source.ShouldBe("coingecko"), rate => rate.AsOf.ShouldBeNull(), rate => rate.Name.ShouldBe("Bitcoin"));
        batch.Failures.ShouldContain("exchange_rates: 2 rates that cannot be read");
    }

    [Fact]
    public async Task FetchAsync_CategoriesAndContracts_AreMapped()
    {
        var upstream = new StubUpstream(_time).On("coins/markets", Whole)
            .On("coins/categories", """
                [{"id":"layer-9","name":"Layer 9","market_cap":12.5,"market_cap_change_24h":-1.25,"content":"","top_3_coins":["x"],
                  "volume_24h":3.5,"updated_at":"2026-01-10T11:00:00.000Z"},{"id":"young","name":"Young","market_cap":null}]
                """)
            .On("coins/list", """
                [{"id":"","symbol":"x","name":"X","platforms":{"ethereum":"0x1"}},
                 {"id":"own-chain","symbol":"o","name":"O","platforms":{}},
                 {"id":"odd","symbol":"o","name":"O","platforms":"none"},
                 {"id":"blank","symbol":"b","name":"B","platforms":{"":"","solana":null}},
                 {"id":"token","symbol":"t","name":"T","platforms":{"ethereum":"0xAbC","solana":"So1 "}}]
                """);

        var batch = await Create(upstream).FetchAsync(CancellationToken.None);

        batch.Categories.Count.ShouldBe(2);
        batch.Categories[0].ShouldBe(new SourceCategory(
            "layer-9", "Layer 9", SourceNumber.Of(12.5m), SourceNumber.Of(-1.25m), SourceNumber.Of(3.5m),
            new DateTimeOffset(2026, 1, 10, 11, 0, 0, TimeSpan.Zero)));
        batch.Contracts.ShouldBe([new SourceContract("token", "ethereum", "0xAbC"), new SourceContract("token", "solana", "So1")]);
    }

    [Fact]
    public async Task FetchAsync_SlowFeeds_AreAskedForWhenDueAndAgainAfterAFailure()
    {
        var upstream = new StubUpstream(_time).On("coins/markets", Whole).On("coins/categories", "[]").On("coins/list", "[]");
        var source = Create(upstream);

        var first = await source.FetchAsync(CancellationToken.None);
        first.Failures.ShouldHaveSingleItem().ShouldStartWith("exchange_rates: http_404");
        first.Requests.ShouldBe(4);

        upstream.On("exchange_rates", """{"rates":{"usd":{"name":"US Dollar","value":2,"type":"fiat"}}}""");
        _time.Advance(TimeSpan.FromMinutes(10));
        var second = await source.FetchAsync(CancellationToken.None);
        second.FxRates.ShouldHaveSingleItem();
        second.Failures.ShouldBeEmpty();
        second.Requests.ShouldBe(2);

        _time.Advance(TimeSpan.FromMinutes(10));
        (await source.FetchAsync(CancellationToken.None)).Requests.ShouldBe(1);

        _time.Advance(TimeSpan.FromHours(1));
        (await source.FetchAsync(CancellationToken.None)).Requests.ShouldBe(3);

        _time.Advance(TimeSpan.FromDays(1));
        (await source.FetchAsync(CancellationToken.None)).Requests.ShouldBe(4);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8900/api/v3")]
    [InlineData("http://127.0.0.1:8900/api/v3/")]
    public async Task FetchAsync_BaseUrl_MayEndInASlash(string baseUrl)
    {
        var upstream = new StubUpstream(_time).On("coins/markets", Whole);

        await Create(upstream, options => options.BaseUrl = baseUrl).FetchAsync(CancellationToken.None);

        upstream.Requests[0].RequestUri!.ToString().ShouldBe(
            "http://127.0.0.1:8900/api/v3/coins/markets?vs_currency=usd&order=market_cap_desc&per_page=250&page=1"
            + "&price_change_percentage=1h,24h,7d,14d,30d,200d,1y&precision=full&locale=en");
    }

    [Theory]
    [InlineData(CoinGeckoPlan.Keyless, null, "api.coingecko.com")]
    [InlineData(CoinGeckoPlan.Demo, "x-cg-demo-api-key", "api.coingecko.com")]
    [InlineData(CoinGeckoPlan.Pro, "x-cg-pro-api-key", "pro-api.coingecko.com")]
    public async Task FetchAsync_Key_GoesIntoTheHeaderOfThePlanOnly(CoinGeckoPlan plan, string? header, string host)
    {
        var upstream = new StubUpstream(_time).On("coins/markets", Whole);

        await Create(upstream, options => (options.Plan, options.ApiKey) = (plan, " CG-secret ")).FetchAsync(CancellationToken.None);

        upstream.Requests[0].RequestUri!.Host.ShouldBe(host);
        upstream.Requests.ShouldAllBe(request => !request.RequestUri!.ToString().Contains("secret", StringComparison.Ordinal));
        upstream.Requests[0].Headers.Where(sent => sent.Value.Contains("CG-secret")).Select(sent => sent.Key).ShouldBe(header is null ? [] : [header]);
    }

    private async Task<SourceBatch> FetchAsync(string markets) =>
        await Create(new StubUpstream(_time).On("coins/markets", markets)).FetchAsync(CancellationToken.None);

    private static CoinGeckoSource Create(StubUpstream upstream, Action<CoinGeckoOptions>? configure = null)
    {
        var options = new CoinGeckoOptions();
        configure?.Invoke(options);
        return new CoinGeckoSource(upstream.CreateClient(options), options, upstream.Time);
    }

    private static string Page(int rows) =>
        $"[{string.Join(',', Enumerable.Range(0, rows).Select(row => $$"""{"id":"c{{row}}","symbol":"c","current_price":1}"""))}]";
}
