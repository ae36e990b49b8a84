using System.Text.Json;
using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.IntegrationTests.Api;

public sealed class HistoryEndpointsTests : IAsyncLifetime
{
    private HistoryApp _app = null!;

    public async Task InitializeAsync() => _app = await HistoryApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task GetHistory_RecentPoints_ComeAsTheyWereSeen()
    {
        _app.AddPoints(20);

        var data = Data(await _app.App.GetJsonAsync("/v1/assets/bitcoin/history"));

        data.Count.ShouldBe(20);
        data.ShouldAllBe(point => point.GetProperty("resolution").GetString() == "5m" && point.GetProperty("market_cap").ValueKind == JsonValueKind.Null);
        data[^1].GetProperty("at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 3, 4, 13, 45, 30, TimeSpan.Zero));
    }

    [Fact]
    public async Task GetHistory_PointsNotKeptThatFar_CoarserClosesStandBeforeThem()
    {
        _app.AddPoints(12 * 24);
        _app.Add(CandleInterval.OneHour, 24 * 3);
        _app.Add(CandleInterval.OneDay, 30);

        var data = Data(await _app.App.GetJsonAsync("/v1/assets/bitcoin/history?points=5000"));

        var times = data.Select(point => point.GetProperty("at").GetDateTimeOffset()).ToList();
        times.ShouldBe(times.Order());
        times.Distinct().Count().ShouldBe(times.Count);
        times[0].ShouldBeGreaterThanOrEqualTo(HistoryApp.Now.AddDays(-7));
        data.Select(point => point.GetProperty("resolution").GetString()!).Distinct().ShouldBe(["1d", "1h", "5m"]);
    }

    [Theory]
    [InlineData("2026-01-01", "1h")]
    [InlineData("2024-01-01", "1d")]
    public async Task GetHistory_LongRange_ComesFromTheClosesThatSuitIt(string from, string expected)
    {
        _app.AddPoints(100);
        _app.Add(CandleInterval.OneHour, 24 * 200);
        _app.Add(CandleInterval.OneDay, 1500);

        var answer = await _app.App.GetJsonAsync($"/v1/assets/bitcoin/history?from={from}&points=5000");

        Data(answer).Select(point => point.GetProperty("resolution").GetString()!).Distinct().ShouldBe([expected]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task GetHistory_MorePointsThanAskedFor_AreThinnedToExactlyThatMany(int points)
    {
        _app.AddPoints(2000);
        var all = Data(await _app.App.GetJsonAsync("/v1/assets/bitcoin/history?points=5000")).Select(point => point.GetRawText()).ToList();

        var thinned = Data(await _app.App.GetJsonAsync($"/v1/assets/bitcoin/history?points={points}")).Select(point => point.GetRawText()).ToList();

        thinned.Count.ShouldBe(points);
        thinned[0].ShouldBe(all[0]);
        thinned[^1].ShouldBe(all[^1]);
        thinned.ShouldBeSubsetOf(all);
    }

    [Theory]
    [InlineData("points=2", "points", "invalid_parameter")]
    [InlineData("points=5001", "points", "invalid_parameter")]
    [InlineData("from=2026-04-01", "from", "future_from")]
    [InlineData("from=2026-02-01&to=2026-01-01", "from", "reversed_range")]
    public async Task GetHistory_BadParameter_IsRefusedByName(string query, string parameter, string code)
    {
        var (status, problem) = await _app.App.GetProblemAsync($"/v1/assets/bitcoin/history?{query}");

        status.ShouldBe(400);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors")[0].GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    [Fact]
    public async Task GetHistory_None_IsEmpty() => Data(await _app.App.GetJsonAsync("/v1/assets/bitcoin/history")).ShouldBeEmpty();

    [Fact]
    public async Task GetPerformance_WorkedByHand_GivesExtremesTimesAndChange()
    {
        var bitcoin = _app.IdOf("bitcoin");
        void Put(int minutesAgo, decimal open, decimal high, decimal low, decimal close)
        {
            var at = CandleInterval.FiveMinutes.OpenTimeOf(HistoryApp.Now.AddMinutes(-minutesAgo));
            _app.Store.Candles.Add(new Candle
            {
                AssetId = bitcoin,
                Interval = CandleInterval.FiveMinutes,
                OpenTime = at,
                Origin = CandleOrigin.Own,
                Open = open,
                High = high,
                Low = low,
                Close = close,
                FirstAt = at,
                LastAt = at.AddMinutes(4),
                Source = "coingecko",
            });
        }

        Put(60, 100m, 104m, 99m, 103m);
        Put(30, 103m, 120m, 103m, 110m);
        Put(10, 110m, 111m, 90m, 95m);
        Put(0, 95m, 126m, 95m, 125m);

        var periods = Data(await _app.App.GetJsonAsync("/v1/assets/bitcoin/performance"))
            .ToDictionary(period => period.GetProperty("period").GetString()!);

        periods.Keys.ShouldBe(["1h", "24h", "7d", "30d", "90d", "1y", "all"]);
        var hour = periods["1h"];
        hour.GetProperty("missing").ValueKind.ShouldBe(JsonValueKind.Null);
        hour.GetProperty("interval").GetString().ShouldBe("5m");
        hour.GetProperty("open").GetDecimal().ShouldBe(100m);
        hour.GetProperty("high").GetDecimal().ShouldBe(126m);
        hour.GetProperty("low").GetDecimal().ShouldBe(90m);
        hour.GetProperty("close").GetDecimal().ShouldBe(125m);
        hour.GetProperty("change_percentage").GetDouble().ShouldBe(25);
        hour.GetProperty("high_at").GetString().ShouldBe("2026-03-04T13:45:00Z");
        hour.GetProperty("low_at").GetString().ShouldBe("2026-03-04T13:35:00Z");
        foreach (var period in periods.Values.Skip(1))
        {
            period.GetProperty("missing").GetString().ShouldBe("history_too_short");
            period.EnumerateObject().Where(property => property.Name is not "period" and not "missing").ShouldAllBe(property => property.Value.ValueKind == JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task GetPerformance_WholeHistory_UsesTheFinestThatReachesBack()
    {
        _app.Add(CandleInterval.FiveMinutes, 12 * 2);
        _app.Add(CandleInterval.OneHour, 24 * 40);
        _app.Add(CandleInterval.OneDay, 500);

        var intervals = Data(await _app.App.GetJsonAsync("/v1/assets/bitcoin/performance"))
            .ToDictionary(period => period.GetProperty("period").GetString()!, period => period.GetProperty("interval").GetString());

        intervals.ShouldBe(new Dictionary<string, string?>
        {
            ["1h"] = "5m",
            ["24h"] = "1h",
            ["7d"] = "1h",
            ["30d"] = "1h",
            ["90d"] = "1d",
            ["1y"] = "1d",
            ["all"] = "1d",
        });
    }

    [Fact]
    public async Task GetGlobalHistory_AllPages_HoldEveryPointOnce()
    {
        var last = PricePoint.SlotOf(HistoryApp.Now);
        for (var i = 0; i < 20; i++)
        {
            _app.Store.Globals.Add(new GlobalPoint(
                last - (i * PricePoint.Grid), i == 3 ? null : 1000m + i, null, 5, new Dictionary<string, double> { ["bitcoin"] = 51.5, ["tier:large"] = 80 }));
        }

        var given = await PagesAsync("/v1/global/history", 6);

        given.Count.ShouldBe(20);
        given.Select(point => point.GetProperty("at").GetString()).Distinct().Count().ShouldBe(20);
        given[16].GetProperty("market_cap").ValueKind.ShouldBe(JsonValueKind.Null);
        given[0].GetProperty("dominance_percentages").GetProperty("tier:large").GetDouble().ShouldBe(80);
        var newest = Data(await _app.App.GetJsonAsync("/v1/global/history?limit=4"));
        newest.Select(point => point.GetProperty("at").GetDateTimeOffset()).ShouldBe([.. Enumerable.Range(0, 4).Select(i => last - (i * PricePoint.Grid)).Reverse()]);
    }

    [Fact]
    public async Task GetCategoryHistory_AllPages_HoldEveryPointOnce()
    {
        var category = (await _app.App.GetJsonAsync("/v1/categories")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var last = PricePoint.SlotOf(HistoryApp.Now);
        for (var i = 0; i < 20; i++)
        {
            _app.Store.Categories.Add(new CategoryPoint(category, last - (i * PricePoint.Grid), 1000m + i, 7m, 5));
            _app.Store.Categories.Add(new CategoryPoint("another", last - (i * PricePoint.Grid), 1m, 1m, 1));
        }

        var given = await PagesAsync($"/v1/categories/{category}/history", 6);

        given.Select(point => point.GetProperty("market_cap").GetDecimal()).ShouldBe(Enumerable.Range(0, 20).Select(i => 1019m - i));
        given.ShouldAllBe(point => point.GetProperty("members_with_market_cap").GetInt32() == 5);
    }

    [Fact]
    public async Task GetCategoryHistory_UnknownCategory_Is404()
    {
        var (status, problem) = await _app.App.GetProblemAsync("/v1/categories/no-such/history");

        status.ShouldBe(404);
        problem.GetProperty("code").GetString().ShouldBe("unknown_category");
    }

    [Fact]
    public async Task GetGlobalHistory_Reversed_IsRefused() =>
        (await _app.App.GetProblemAsync("/v1/global/history?from=2026-02-01&to=2026-01-01")).Problem.GetProperty("code").GetString().ShouldBe("reversed_range");

    [Fact]
    public async Task GetAssets_AsOf_RanksTheDayByItsCandles()
    {
        PutDay("ethereum", "2025-01-01", 3000m, 360m);
        PutDay("bitcoin", "2025-01-01", 90000m, 1800m);
        PutDay("solana", "2025-01-01", 190m, null);
        PutDay("aave", "2025-01-01", 300m, 360m);
        PutDay("tether", "2025-01-02", 1m, 9999m);

        var answer = await _app.App.GetJsonAsync("/v1/assets?as_of=2025-01-01T15:00:00Z");

        answer.GetProperty("day").GetString().ShouldBe("2025-01-01");
        answer.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        Data(answer).Select(asset => (asset.GetProperty("id").GetString(), asset.GetProperty("rank").GetRawText(), asset.GetProperty("price").GetRawText()))
            .ShouldBe([("bitcoin", "1", "90000"), ("aave", "2", "300"), ("ethereum", "3", "3000"), ("solana", "null", "190")]);
        Data(answer)[0].EnumerateObject().Select(property => property.Name).ShouldBe(
            ["id", "symbol", "name", "rank", "price", "market_cap", "volume_24h", "as_of"]);
    }

    [Fact]
    public async Task GetAssets_AsOfInPages_GivesEveryAssetOnce()
    {
        string[] slugs = ["bitcoin", "ethereum", "solana", "aave", "tether"];
        foreach (var slug in slugs)
        {
            PutDay(slug, "2025-01-01", 1m, slug.Length);
        }

        var given = new List<string>();
        string? path = "/v1/assets?as_of=2025-01-01&limit=2";
        using var client = _app.App.CreateClient();
        while (path is not null)
        {
            using var response = await client.GetAsync(path);
            given.AddRange(Data(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement).Select(asset => asset.GetProperty("id").GetString()!));
            path = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        given.ShouldBe(["ethereum", "bitcoin", "solana", "tether", "aave"]);
    }

    [Theory]
    [InlineData("as_of=2030-01-01", "as_of", "future_day")]
    [InlineData("as_of=today", "as_of", "invalid_parameter")]
    [InlineData("as_of=2025-01-01&tier=large", "tier", "not_with_as_of")]
    [InlineData("as_of=2025-01-01&cursor=x", "cursor", "invalid_cursor")]
    [InlineData("as_of=2025-01-01&vs=xxx", "vs", "unsupported_currency")]
    public async Task GetAssets_AsOfThatDoesNotFit_IsRefusedByName(string query, string parameter, string code)
    {
        var (status, problem) = await _app.App.GetProblemAsync($"/v1/assets?{query}");

        status.ShouldBe(400);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors")[0].GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    private void PutDay(string slug, string day, decimal close, decimal? marketCap)
    {
        var at = DateTimeOffset.Parse(day + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        _app.Store.Candles.Add(new Candle
        {
            AssetId = _app.IdOf(slug),
            Interval = CandleInterval.OneDay,
            OpenTime = at,
            Origin = CandleOrigin.Provider,
            Open = close,
            High = close,
            Low = close,
            Close = close,
            MarketCap = marketCap,
            FirstAt = at,
            LastAt = at.AddHours(23),
            Source = "coinpaprika",
        });
    }

    [Fact]
    public async Task OpenApi_EveryHistoryEndpoint_IsDescribed()
    {
        var document = await _app.App.GetJsonAsync("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        foreach (var path in new[]
        {
            "/v1/assets/{id}/candles", "/v1/assets/{id}/gaps", "/v1/assets/{id}/history", "/v1/assets/{id}/performance",
            "/v1/global/history", "/v1/categories/{id}/history",
        })
        {
            var operation = paths.GetProperty(path).GetProperty("get");
            operation.GetProperty("tags")[0].GetString().ShouldBe("History");
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace();
            operation.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace();
            operation.TryGetProperty("requestBody", out _).ShouldBeFalse(path);
        }

        paths.GetProperty("/v1/assets/{id}/candles").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content")
            .EnumerateObject().Select(content => content.Name).ShouldBe(["application/json", "text/csv", "application/x-ndjson"]);
    }

    private async Task<List<JsonElement>> PagesAsync(string path, int limit)
    {
        var all = new List<JsonElement>();
        string? from = "2026-03-01";
        while (from is not null)
        {
            var page = await _app.App.GetJsonAsync($"{path}?limit={limit}&from={from}");
            all.AddRange(Data(page));
            from = page.GetProperty("next").GetString();
        }

        return all;
    }

    private static List<JsonElement> Data(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray()];
}
