using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources;

namespace MarketData.Tests.Ingestion.Sources;

public sealed class BinanceHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2019, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HistoryRange Range = new("BTCUSDT", CandleInterval.OneDay, Day, Day.AddDays(5));

    private readonly StubUpstream _upstream = new(StubUpstream.Clock());
    private readonly BinanceOptions _options = new();

    [Fact]
    public async Task FetchAsync_Row_KeepsItsDigitsAndTakesTheVolumeInTheQuoteCurrency()
    {
        var page = await FetchAsync("""[[1567296000000,"9588.74000000","9830.00000000","9520.00000000","9724.98000000","19545.40484300",1567382399999,"188513289.12235729",191324,"1","2","0"]]""");

        var candle = HistoryCheck.Take(page.Candles, 1, Range, "binance", out var refused).ShouldHaveSingleItem();
        refused.ShouldBe(0);
        $"{candle.Open} {candle.High} {candle.Low} {candle.Close} {candle.Volume}".ShouldBe(
            "9588.74000000 9830.00000000 9520.00000000 9724.98000000 188513289.12235729");
        (candle.OpenTime, candle.Origin, candle.Source, candle.MarketCap).ShouldBe((Day, CandleOrigin.Provider, "binance", null));
        candle.LastAt.ShouldBe(Day.AddDays(1).AddTicks(-10));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[1567296000000]")]
    [InlineData("""["x","1","1","1","1","1",1,"1"]""")]
    [InlineData("""[-5,"1","1","1","1","1",1,"1"]""")]
    [InlineData("""[999999999999999999,"1","1","1","1","1",1,"1"]""")]
    [InlineData("""[1567296000000,"1","1",{"a":[1]},"1","1",1,"1"]""")]
    [InlineData("""[1567296000000,"1","1","many","1","1",1,"1"]""")]
    public async Task FetchAsync_RowOfAnotherForm_CostsThatRowAlone(string row)
    {
        var page = await FetchAsync($"""[{row},[1567382400000,"2","2","2","2","2",1567468799999,"2",1,"1","1","0"]]""");

        var candles = HistoryCheck.Take(page.Candles, 1, Range, "binance", out var refused);

        refused.ShouldBe(1);
        candles.ShouldHaveSingleItem().OpenTime.ShouldBe(Day.AddDays(1));
    }

    [Fact]
    public async Task FetchAsync_UnknownSymbol_HasTheProvidersWords()
    {
        _upstream.On("klines", """{"code":-1121,"msg":"Invalid symbol."}""", System.Net.HttpStatusCode.BadRequest);

        var exception = await Should.ThrowAsync<SourceException>(() => CreateSource().FetchAsync(Range, CancellationToken.None));

        (exception.Code, exception.Message).ShouldBe(("http_400", "The provider answered 400: Invalid symbol."));
    }

    [Fact]
    public async Task FetchAsync_Range_IsAskedForInMilliseconds()
    {
        await FetchAsync("""[[1567296000000,"1","1","1","1","1",1567382399999,"1",1,"1","1","0"]]""");

        _upstream.Requests.ShouldHaveSingleItem().RequestUri!.PathAndQuery.ShouldBe(
            "/api/v3/klines?symbol=BTCUSDT&interval=1d&startTime=1567296000000&endTime=1567727999999&limit=1000");
    }

    [Fact]
    public void FindId_Asset_IsTheOperatorsPairElseTheTables()
    {
        _options.Symbols["my-coin"] = "MYUSDT";
        _options.Symbols["ethereum"] = "ETHUSDC";
        var source = CreateSource();

        source.FindId("bitcoin", []).ShouldBe("BTCUSDT");
        source.FindId("my-coin", []).ShouldBe("MYUSDT");
        source.FindId("ethereum", []).ShouldBe("ETHUSDC");
        source.FindId("leo-token", []).ShouldBeNull();
        source.FindId("nowhere", []).ShouldBeNull();
    }

    private async Task<HistoryPage> FetchAsync(string body)
    {
        _upstream.On("klines", body);
        return await CreateSource().FetchAsync(Range, CancellationToken.None);
    }

    public void Dispose() => _upstream.Dispose();

    private BinanceHistory CreateSource() => new(_upstream.CreateClient(_options), _options, SeedCatalog.Load());
}
