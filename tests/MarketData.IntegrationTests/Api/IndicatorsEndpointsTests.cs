using System.Globalization;
using System.Text.Json;
using MarketData.Candles;

namespace MarketData.IntegrationTests.Api;

public sealed class IndicatorsEndpointsTests : IAsyncLifetime
{
    private const string Path = "/v1/assets/bitcoin/indicators";
    private HistoryApp _app = null!;

    public async Task InitializeAsync() => _app = await HistoryApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task GetAssetIndicators_NewestCandles_AreWarmedUpByThoseBefore()
    {
        var stored = _app.Add(CandleInterval.OneDay, 120, i => i % 9 == 4);

        var answer = await _app.App.GetJsonAsync(Path + "?names=sma:20&interval=1d&limit=30");

        var rows = answer.GetProperty("data").EnumerateArray().ToList();
        rows.Select(row => row.GetProperty("open_time").GetDateTimeOffset()).ShouldBe(stored.TakeLast(30).Select(candle => candle.OpenTime));
        for (var i = 0; i < rows.Count; i++)
        {
            var closes = stored.Take(stored.Count - 29 + i).TakeLast(20).Select(candle => candle.Close).ToList();
            rows[i].GetProperty("values").GetProperty("sma:20").GetDecimal().ShouldBe(closes.Average(), 0.000_000_01m);
            rows[i].GetProperty("close").GetDecimal().ShouldBe(closes[^1]);
            rows[i].GetProperty("settled").GetBoolean().ShouldBeTrue();
            rows[i].GetProperty("closed").GetBoolean().ShouldBe(i < 29);
        }

        answer.GetProperty("meta").GetProperty("as_of").GetDateTimeOffset().ShouldBe(stored[^1].LastAt);
    }

    [Fact]
    public async Task GetAssetIndicators_HistoryTooShort_IsNullThenUnsettled()
    {
        _app.Add(CandleInterval.OneHour, 30);

        var rows = (await _app.App.GetJsonAsync(Path + "?names=ema:10")).GetProperty("data").EnumerateArray().ToList();

        rows.Count.ShouldBe(30);
        rows.Select(row => row.GetProperty("values").GetProperty("ema:10").ValueKind == JsonValueKind.Null).ShouldBe(Enumerable.Range(0, 30).Select(i => i < 9));
        rows.ShouldAllBe(row => !row.GetProperty("settled").GetBoolean());
    }

    [Theory]
    [InlineData("1h")]
    [InlineData("4h")]
    [InlineData("1w")]
    public async Task GetAssetIndicators_PageByPage_GivesWhatOnePageWould(string interval)
    {
        var width = CandleWidth.All.Single(width => width.Name == interval);
        var first = _app.Add(width.Stored, 700, i => i % 23 is > 3 and < 9)[0].OpenTime.AddDays(7).ToUnixTimeSeconds();
        var path = $"{Path}?names=sma:5,rsi:3,macd:2:4:2,atr:3,obv:4,swings:2,ichimoku:2:3:5&interval={interval}&from={first.ToString(CultureInfo.InvariantCulture)}";
        var whole = (await _app.App.GetJsonAsync(path + "&limit=1000")).GetProperty("data").EnumerateArray().ToList();
        var paged = new List<JsonElement>();
        string? next = path + "&limit=7";
        using var client = _app.App.CreateClient();

        while (next is not null)
        {
            using var response = await client.GetAsync(next);
            paged.AddRange(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("data").EnumerateArray());
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>', StringComparison.Ordinal)] : null;
        }

        // What is settled is the same to the digit but for means that never quite forget.
        paged.Count.ShouldBe(whole.Count);
        foreach (var (one, other) in paged.Zip(whole).Where(pair => pair.First.GetProperty("settled").GetBoolean()))
        {
            foreach (var value in one.GetProperty("values").EnumerateObject().Where(value => value.Value.ValueKind != JsonValueKind.Null))
            {
                value.Value.GetDouble().ShouldBe(other.GetProperty("values").GetProperty(value.Name).GetDouble(), 0.01, $"{value.Name} at {one.GetProperty("open_time")}");
            }
        }

        paged.Count(row => row.GetProperty("settled").GetBoolean()).ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task GetAssetIndicators_OtherCurrency_ConvertsAmountsAlone()
    {
        _app.Add(CandleInterval.OneHour, 100);
        var usd = await LastAsync("&vs=usd");

        var eur = await LastAsync("&vs=eur");

        var rate = eur.GetProperty("close").GetDouble() / usd.GetProperty("close").GetDouble();
        Math.Abs(rate - 1).ShouldBeGreaterThan(0.001);
        Value(eur, "sma:20").ShouldBe(Value(usd, "sma:20") * rate, 1e-6);
        Value(eur, "macd:12:26:9.signal").ShouldBe(Value(usd, "macd:12:26:9.signal") * rate, 1e-6);
        Value(eur, "rsi:14").ShouldBe(Value(usd, "rsi:14"));
        Value(eur, "bollinger:20:2.bandwidth").ShouldBe(Value(usd, "bollinger:20:2.bandwidth"));

        async Task<JsonElement> LastAsync(string parameters) =>
            (await _app.App.GetJsonAsync(Path + "?names=sma,macd,rsi,bollinger&limit=1" + parameters)).GetProperty("data")[0];

        static double Value(JsonElement row, string name) => row.GetProperty("values").GetProperty(name).GetDouble();
    }

    [Fact]
    public async Task GetAssetIndicators_VolumeUnknown_IsNull()
    {
        _app.Add(CandleInterval.OneHour, 100);

        var values = (await _app.App.GetJsonAsync(Path + "?names=obv:18,obv:15,mfi:18")).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("values")).ToList();

        // Of every 17 candles the volume of one is unknown: it is among any 18, not among the last 15.
        values.ShouldAllBe(row => row.GetProperty("obv:18").ValueKind == JsonValueKind.Null && row.GetProperty("mfi:18").ValueKind == JsonValueKind.Null);
        values.ShouldContain(row => row.GetProperty("obv:15").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public async Task GetAssetIndicators_Streamed_HasTheRowsOfJson()
    {
        _app.Add(CandleInterval.OneHour, 60);
        const string Query = Path + "?names=rsi:5,donchian:4&limit=10";
        var json = (await _app.App.GetJsonAsync(Query)).GetProperty("data").EnumerateArray().ToList();

        var (csv, csvType) = await _app.GetTextAsync(Query, "text/csv");
        var (ndjson, ndjsonType) = await _app.GetTextAsync(Query, "application/x-ndjson");

        (csvType, ndjsonType).ShouldBe(("text/csv", "application/x-ndjson"));
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("open_time,close,closed,settled,rsi:5,donchian:4.upper,donchian:4.middle,donchian:4.lower");
        lines.Skip(1).Select(line => line.Split(',')[4]).ShouldBe(json.Select(row => row.GetProperty("values").GetProperty("rsi:5").GetRawText()));
        ndjson.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(json.Select(row => row.GetRawText()));
    }

    [Theory]
    [InlineData("?names=sma:20,foo:3", "names", "invalid_indicator", "There is no indicator 'foo'.")]
    [InlineData("?names=rsi:1", "names", "invalid_indicator", "'rsi:1': n is a whole number from 2 to 400.")]
    [InlineData("?names=", "names", "invalid_parameter", null)]
    [InlineData("", "names", "missing_parameter", null)]
    [InlineData("?names=sma&interval=3d", "interval", "invalid_parameter", null)]
    [InlineData("?names=sma&limit=1001", "limit", "too_many_points", null)]
    [InlineData("?names=sma&vs=zzz", "vs", "unsupported_currency", null)]
    [InlineData("?names=sma&from=2030-01-01", "from", "future_from", null)]
    public async Task GetAssetIndicators_WhatItDoesNotTake_IsNamed(string query, string parameter, string code, string? detail)
    {
        var (status, problem) = await _app.App.GetProblemAsync(Path + query);

        status.ShouldBe(400);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors")[0].GetProperty("parameter").GetString().ShouldBe(parameter);
        if (detail is not null)
        {
            problem.GetProperty("errors")[0].GetProperty("detail").GetString().ShouldBe(detail);
        }
    }

    [Fact]
    public async Task GetAssetIndicators_NoSuchAssetOrNoHistory_SaysSo()
    {
        (await _app.App.GetProblemAsync("/v1/assets/nowhere/indicators?names=sma")).Status.ShouldBe(404);
        (await _app.App.GetJsonAsync(Path + "?names=sma")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }
}
