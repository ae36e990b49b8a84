using System.Text.Json;
using MarketData.Candles;

namespace MarketData.IntegrationTests.Api;

/// <summary>Correlations over a history made here; scenarios, similar assets and comparisons over <see cref="VariedMarket"/>.</summary>
public sealed class AnalysisEndpointsTests : IAsyncLifetime
{
    private readonly VariedMarket _market = new();
    private MarketDataApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MarketDataApp.StartAsync(new Dictionary<string, string?>());
        _app.Upstream.SetAnswer(CoinGeckoRows.Path, _market.ToCoinGecko(DateTimeOffset.UtcNow));
        await _app.PollAsync("coingecko");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task GetCorrelations_ClosedDays_AreThoseOfTheStoredCandles()
    {
        await using var history = await HistoryApp.StartAsync();
        var today = CandleInterval.OneDay.OpenTimeOf(HistoryApp.Now);
        AddDays(history, "bitcoin", today, age => age % 2 == 0 ? 100 : 110);
        AddDays(history, "ethereum", today, age => age % 2 == 0 ? 20 : 18);

        var answer = await history.App.GetJsonAsync("/v1/correlations?ids=bitcoin,ethereum,nowhere&window=30d");

        var data = answer.GetProperty("data");
        data.GetProperty("ids").EnumerateArray().Select(id => id.GetString()).ShouldBe(["bitcoin", "ethereum"]);
        data.GetProperty("correlations")[0][1].GetDouble().ShouldBe(-1, 1e-9);
        data.GetProperty("days")[0][1].GetInt32().ShouldBe(30);
        data.GetProperty("to").GetDateTimeOffset().ShouldBe(today);
        answer.GetProperty("missing")[0].GetProperty("reason").GetString().ShouldBe("unknown_asset");
        answer.GetProperty("meta").GetProperty("sources").EnumerateArray().Select(source => source.GetString()).ShouldBe(["coingecko"]);
    }

    [Fact]
    public async Task GetCorrelations_NoHistory_AreNullWithTheReason()
    {
        var data = (await _app.GetJsonAsync($"/v1/correlations?ids={_market.Assets[0].Id},{_market.Assets[1].Id}")).GetProperty("data");

        data.GetProperty("correlations")[0][1].ValueKind.ShouldBe(JsonValueKind.Null);
        data.GetProperty("unknown").EnumerateArray().Select(pair => pair.GetProperty("reason").GetString()).ShouldBe(Enumerable.Repeat("too_few_days", 3));
    }

    [Fact]
    public async Task GetScenarios_AskedFor_AreThoseAlone()
    {
        var asset = _market.Assets.First(asset => asset.MarketCap > 0);
        var other = _market.Assets.First(one => one.MarketCap > 0 && one.Id != asset.Id);

        var data = (await _app.GetJsonAsync($"/v1/assets/{asset.Id}/scenarios?market_cap=5000&as={other.Id}&total_market_cap=70000")).GetProperty("data");

        data.GetProperty("scenarios").EnumerateArray().Select(scenario => scenario.GetProperty("kind").GetString()).ShouldBe(["market_cap", "total_market_cap", "as"]);
        data.GetProperty("scenarios")[2].GetProperty("market_cap").GetDecimal().ShouldBe(other.MarketCap!.Value);
        data.GetProperty("scenarios")[2].GetProperty("as_asset").GetString().ShouldBe(other.Id);
    }

    [Fact]
    public async Task GetComparison_Known_HasPercentilesAmongAllAssets()
    {
        var greatest = _market.Assets.Where(asset => asset.MarketCap is not null).MaxBy(asset => asset.MarketCap)!;

        var answer = await _app.GetJsonAsync($"/v1/compare?ids={greatest.Id},nowhere&factors=market_cap,turnover");

        var factor = answer.GetProperty("data").GetProperty("factors")[0];
        factor.GetProperty("values")[0].GetDouble().ShouldBe((double)greatest.MarketCap!.Value, 1);
        factor.GetProperty("percentiles")[0].GetDouble().ShouldBe(100);
        answer.GetProperty("missing").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task GetSimilar_Known_IsSortedByDistanceAndCachedWithTheSnapshot()
    {
        var id = _market.Assets[0].Id;

        var first = await _app.GetJsonAsync($"/v1/assets/{id}/similar?limit=5");
        var again = await _app.GetJsonAsync($"/v1/assets/{id}/similar?limit=5");

        var distances = first.GetProperty("data").GetProperty("similar").EnumerateArray().Select(similar => similar.GetProperty("distance").GetDouble()).ToList();
        distances.ShouldBe(distances.Order());
        again.GetRawText().ShouldBe(first.GetRawText());
    }

    [Theory]
    [InlineData("/v1/correlations", 400, "missing_parameter")]
    [InlineData("/v1/correlations?ids=bitcoin&window=31d", 400, "invalid_parameter")]
    [InlineData("/v1/correlations?ids=bitcoin&x=1", 400, "unknown_parameter")]
    [InlineData("/v1/compare", 400, "missing_parameter")]
    [InlineData("/v1/compare?ids=bitcoin&factors=nope", 400, "invalid_parameter")]
    [InlineData("/v1/assets/nowhere/scenarios", 404, "unknown_asset")]
    [InlineData("/v1/assets/nowhere/similar", 404, "unknown_asset")]
    public async Task Analysis_NotWhatItTakes_IsRefused(string path, int status, string code)
    {
        var refused = await _app.GetProblemAsync(path);

        refused.Status.ShouldBe(status);
        refused.Problem.GetProperty("code").GetString().ShouldBe(code);
    }

    [Theory]
    [InlineData("market_cap=0", "market_cap")]
    [InlineData("market_cap=x", "market_cap")]
    [InlineData("as=nowhere", "as")]
    [InlineData("vs=zzz", "vs")]
    public async Task GetScenarios_NotWhatItTakes_NamesTheParameter(string query, string parameter)
    {
        var refused = await _app.GetProblemAsync($"/v1/assets/{_market.Assets[0].Id}/scenarios?{query}");

        refused.Status.ShouldBe(400);
        refused.Problem.GetProperty("errors")[0].GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    /// <summary>Daily candles of forty days, and one of today, which is not over and must not count.</summary>
    private static void AddDays(HistoryApp history, string slug, DateTimeOffset today, Func<int, decimal> close) =>
        history.Store.Candles.AddRange(Enumerable.Range(0, 41).Select(age => new Candle
        {
            AssetId = history.IdOf(slug),
            Interval = CandleInterval.OneDay,
            OpenTime = today.AddDays(-age),
            Origin = CandleOrigin.Own,
            Open = 1,
            High = 1000,
            Low = 1,
            Close = age == 0 ? 999 : close(age),
            FirstAt = today.AddDays(-age),
            LastAt = today.AddDays(-age).AddHours(23),
            Source = "coingecko",
        }));
}
