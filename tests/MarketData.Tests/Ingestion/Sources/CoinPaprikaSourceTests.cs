using MarketData.Ingestion;
using MarketData.Ingestion.Sources;

namespace MarketData.Tests.Ingestion.Sources;

public sealed class CoinPaprikaSourceTests
{
    private const string Tickers = """
        [{
          "id": "alp-alpha", "name": "Alpha", "symbol": "ALP", "rank": 4, "circulating_supply": 1000, "total_supply": 2000, "max_supply": 3000,
          "beta_value": 1.1, "first_data_at": "2020-01-01T00:00:00Z", "last_updated": "2026-01-10T11:58:00Z",
          "quotes": {"USD": {"price": 0.0123456789012345, "volume_24h": 12345.678, "volume_24h_change_24h": 1.5, "market_cap": 12,
            "market_cap_change_24h": -1.5, "percent_change_1h": 0.1, "percent_change_12h": 0.2, "percent_change_24h": 0.3,
            "percent_change_7d": 0.4, "percent_change_30d": 0.5, "percent_change_1y": 0.6, "ath_price": 0.05,
            "ath_date": "2024-05-06T07:08:09Z", "percent_from_price_ath": -75.3}}
        }, {
          "id": "bet-beta", "name": "Beta", "symbol": "BET", "rank": 0, "total_supply": 0, "max_supply": 0,
          "first_data_at": "2025-12-20T00:00:00Z", "last_updated": "2026-01-10T11:58:00Z",
          "quotes": {"USD": {"price": 2, "volume_24h": 0, "market_cap": 0, "market_cap_change_24h": 0, "percent_change_1h": 0,
            "percent_change_24h": 0, "percent_change_7d": 0, "percent_change_30d": 0, "percent_change_1y": 0,
            "ath_price": 0, "ath_date": null}}
        }]
        """;

    private readonly ManualTimeProvider _time = StubUpstream.Clock();

    [Fact]
    public async Task FetchAsync_WholeRow_MapsEveryField()
    {
        var batch = await FetchAsync(Tickers);

        var quote = batch.Quotes[0];
        (quote.SourceId, quote.Symbol, quote.Name, quote.ImageUrl).ShouldBe(("alp-alpha", "ALP", "Alpha", null));
        quote.Price.Exact.ShouldBe(0.0123456789012345m);
        quote.Volume24h.Exact.ShouldBe(12_345.678m);
        quote.MarketCap.Exact.ShouldBe(12m);
        quote.CirculatingSupply.Exact.ShouldBe(1_000m);
        quote.TotalSupply.Exact.ShouldBe(2_000m);
        quote.MaxSupply.Exact.ShouldBe(3_000m);
        quote.MarketCapChangePercentage24h.Exact.ShouldBe(-1.5m);
        quote.MarketCapChange24h.State.ShouldBe(SourceNumberState.Missing);
        quote.Change1h.Exact.ShouldBe(0.1m);
        quote.Change24h.Exact.ShouldBe(0.3m);
        quote.Change7d.Exact.ShouldBe(0.4m);
        quote.Change30d.Exact.ShouldBe(0.5m);
        quote.Change1y.Exact.ShouldBe(0.6m);
        quote.Ath.Exact.ShouldBe(0.05m);
        quote.AthDate.ShouldBe(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        quote.Rank.Exact.ShouldBe(4m);
        quote.AsOf.ShouldBe(new DateTimeOffset(2026, 1, 10, 11, 58, 0, TimeSpan.Zero));
        batch.Requests.ShouldBe(1);
        batch.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task FetchAsync_ZeroForUnknown_IsMissing()
    {
        var quote = (await FetchAsync(Tickers)).Quotes[1];

        quote.MarketCap.State.ShouldBe(SourceNumberState.Missing);
        quote.MarketCapChangePercentage24h.State.ShouldBe(SourceNumberState.Missing);
        quote.CirculatingSupply.State.ShouldBe(SourceNumberState.Missing);
        quote.TotalSupply.State.ShouldBe(SourceNumberState.Missing);
        quote.MaxSupply.State.ShouldBe(SourceNumberState.Missing);
        quote.Ath.State.ShouldBe(SourceNumberState.Missing);
        quote.Rank.State.ShouldBe(SourceNumberState.Missing);
        quote.Volume24h.Exact.ShouldBe(0m);
    }

    [Fact]
    public async Task FetchAsync_ZeroChange_IsUnknownOnlyOverMoreTimeThanThereIsDataFor()
    {
        // Known to the provider for 21 days.
        var quote = (await FetchAsync(Tickers)).Quotes[1];

        quote.Change24h.Exact.ShouldBe(0m);
        quote.Change7d.Exact.ShouldBe(0m);
        quote.Change30d.State.ShouldBe(SourceNumberState.Missing);
        quote.Change1y.State.ShouldBe(SourceNumberState.Missing);
    }

    [Fact]
    public async Task FetchAsync_WrongTypes_CostOnlyTheirFields()
    {
        var batch = await FetchAsync("""
            [{"id":"a","symbol":"A","name":"A","quotes":"none"},{"id":"b","symbol":"B","quotes":{"USD":[1]}},
             {"id":"c","symbol":"C","quotes":{"USD":{"price":"7","volume_24h":8.7e36}},"last_updated":null},{"id":"d"}]
            """);

        batch.Quotes.Select(quote => quote.Price.State).ShouldBe(
            [SourceNumberState.Missing, SourceNumberState.Missing, SourceNumberState.NotANumber]);
        batch.Quotes[2].Volume24h.State.ShouldBe(SourceNumberState.NotRepresentable);
        batch.Quotes[2].AsOf.ShouldBeNull();
        batch.Failures.ShouldBe(["v1/tickers: 1 rows without id or symbol"]);
    }

    [Theory]
    [InlineData("""{"error":"no such thing"}""", "provider_error")]
    [InlineData("[]", "empty")]
    [InlineData("[1,2]", "bad_json")]
    public async Task FetchAsync_NoTickers_Throws(string body, string code) =>
        (await Should.ThrowAsync<SourceException>(() => FetchAsync(body))).Code.ShouldBe(code);

    [Theory]
    [InlineData(null, "https://api.coinpaprika.com/v1/tickers?quotes=USD")]
    [InlineData("secret", "https://api-pro.coinpaprika.com/v1/tickers?quotes=USD")]
    public async Task FetchAsync_Key_ChoosesTheHostAndGoesIntoTheHeader(string? key, string address)
    {
        var upstream = new StubUpstream(_time).On("v1/tickers", Tickers);

        await Create(upstream, key).FetchAsync(CancellationToken.None);

        var request = upstream.Requests.ShouldHaveSingleItem();
        request.RequestUri!.ToString().ShouldBe(address);
        request.Headers.Authorization?.ToString().ShouldBe(key);
    }

    private Task<SourceBatch> FetchAsync(string tickers) =>
        Create(new StubUpstream(_time).On("v1/tickers", tickers), null).FetchAsync(CancellationToken.None);

    private static CoinPaprikaSource Create(StubUpstream upstream, string? key)
    {
        var options = new CoinPaprikaOptions { ApiKey = key };
        return new CoinPaprikaSource(upstream.CreateClient(options), options, upstream.Time);
    }
}
