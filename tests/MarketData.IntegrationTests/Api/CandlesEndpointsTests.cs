using System.Globalization;
using System.Text.Json;
using MarketData.Candles;

namespace MarketData.IntegrationTests.Api;

public sealed class CandlesEndpointsTests : IAsyncLifetime
{
    private const string Path = "/v1/assets/bitcoin/candles";
    private HistoryApp _app = null!;

    public async Task InitializeAsync() => _app = await HistoryApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task GetCandles_NothingAsked_GivesTheNewestHoursOldestFirst()
    {
        var stored = _app.Add(CandleInterval.OneHour, 700);

        var answer = await _app.App.GetJsonAsync(Path);

        Times(answer).ShouldBe(stored.TakeLast(500).Select(candle => candle.OpenTime));
        answer.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        var meta = answer.GetProperty("meta");
        meta.GetProperty("currency").GetString().ShouldBe("usd");
        meta.GetProperty("rates").ValueKind.ShouldBe(JsonValueKind.Null);
        meta.GetProperty("as_of").GetDateTimeOffset().ShouldBe(stored[^1].LastAt);
        meta.GetProperty("sources").EnumerateArray().Select(source => source.GetString()).ShouldBe(["alternative", "coingecko", "coinpaprika"]);
    }

    [Fact]
    public async Task GetCandles_EveryFigure_IsWrittenWithAllDigitsNullsAndNoExponent()
    {
        var stored = _app.Add(CandleInterval.OneHour, 40);

        var data = (await _app.App.GetJsonAsync(Path)).GetProperty("data");

        data.GetArrayLength().ShouldBe(40);
        foreach (var (given, candle) in data.EnumerateArray().Zip(stored))
        {
            given.EnumerateObject().Select(property => property.Name).ShouldBe(
                ["open_time", "open", "high", "low", "close", "volume", "market_cap", "volume_24h", "source", "origin", "closed"]);
            given.GetProperty("open").GetRawText().ShouldBe(Text(candle.Open));
            given.GetProperty("high").GetRawText().ShouldBe(Text(candle.High));
            given.GetProperty("low").GetRawText().ShouldBe(Text(candle.Low));
            given.GetProperty("close").GetRawText().ShouldBe(Text(candle.Close));
            given.GetProperty("volume").GetRawText().ShouldBe(Text(candle.Volume));
            given.GetProperty("market_cap").GetRawText().ShouldBe(Text(candle.MarketCap));
            given.GetProperty("volume_24h").GetRawText().ShouldBe(Text(candle.Volume24h));
            given.GetProperty("source").GetString().ShouldBe(candle.Source);
            given.GetProperty("origin").GetString().ShouldBe(candle.Origin == CandleOrigin.Own ? "own" : "provider");
        }

        static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "null";
    }

    [Theory]
    [InlineData("5m", 7)]
    [InlineData("15m", 10)]
    [InlineData("30m", 3)]
    [InlineData("1h", 9)]
    [InlineData("4h", 5)]
    [InlineData("1d", 4)]
    [InlineData("1w", 2)]
    public async Task GetCandles_AllPages_HoldEveryCandleOnceWithWhatAnIndependentFoldGives(string interval, int limit)
    {
        var width = CandleWidth.All.Single(width => width.Name == interval);
        var stored = _app.Add(width.Stored, 150, i => i % 23 is > 3 and < 9);
        var expected = stored
            .GroupBy(candle => interval == "1w"
                ? candle.OpenTime.AddDays(-(((int)candle.OpenTime.DayOfWeek + 6) % 7))
                : DateTimeOffset.FromUnixTimeSeconds(candle.OpenTime.ToUnixTimeSeconds() / (long)width.Width.TotalSeconds * (long)width.Width.TotalSeconds))
            .Select(group => (
                group.Key,
                group.First().Open,
                High: group.Max(candle => candle.High),
                Low: group.Min(candle => candle.Low),
                group.Last().Close,
                Volume: group.Any(candle => candle.Volume is null) ? null : group.Sum(candle => candle.Volume),
                group.Last().MarketCap))
            .ToList();
        var given = new List<JsonElement>();
        var from = stored[0].OpenTime.AddDays(-7).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string? path = $"{Path}?interval={interval}&limit={limit}&from={from}";
        using var client = _app.App.CreateClient();

        while (path is not null)
        {
            using var response = await client.GetAsync(path);
            var page = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            given.AddRange(page.GetProperty("data").EnumerateArray());
            page.GetProperty("data").GetArrayLength().ShouldBeLessThanOrEqualTo(limit);
            path = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
            (page.GetProperty("next").ValueKind == JsonValueKind.Null).ShouldBe(path is null);
        }

        given.Select(candle => (
            candle.GetProperty("open_time").GetDateTimeOffset(),
            candle.GetProperty("open").GetDecimal(),
            candle.GetProperty("high").GetDecimal(),
            candle.GetProperty("low").GetDecimal(),
            candle.GetProperty("close").GetDecimal(),
            Number(candle.GetProperty("volume")),
            Number(candle.GetProperty("market_cap")))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("15m", 3)]
    [InlineData("4h", 4)]
    [InlineData("1w", 7)]
    public async Task GetCandles_NewestFolded_EveryOneHasAllItsParts(string interval, int parts)
    {
        var width = CandleWidth.All.Single(width => width.Name == interval);
        var stored = _app.Add(width.Stored, 200);

        var newest = Times(await _app.App.GetJsonAsync($"{Path}?interval={interval}&limit=5"));
        var opens = (await _app.App.GetJsonAsync($"{Path}?interval={interval}&limit=5")).GetProperty("data").EnumerateArray()
            .Select(candle => candle.GetProperty("open").GetDecimal());

        newest.Count.ShouldBe(5);
        newest[^1].ShouldBe(width.OpenTimeOf(HistoryApp.Now));
        opens.ShouldBe(newest.Select(time => stored.Single(candle => candle.OpenTime == time).Open));
        stored.Count(candle => candle.OpenTime >= newest[0] && candle.OpenTime < newest[1]).ShouldBe(parts);
    }

    [Fact]
    public async Task GetCandles_FromWithinACandle_BeginsWithTheNextAndExcludesTo()
    {
        _app.Add(CandleInterval.OneHour, 100);

        var given = Times(await _app.App.GetJsonAsync($"{Path}?interval=4h&from=2026-03-02T01:30:00Z&to=2026-03-02T16:00:00Z"));

        given.Select(time => time.Hour).ShouldBe([4, 8, 12]);
    }

    [Fact]
    public async Task GetCandles_ClosedFlag_WaitsTwoMinutesBeyondTheEnd()
    {
        _app.Add(CandleInterval.FiveMinutes, 3);

        var flags = (await _app.App.GetJsonAsync($"{Path}?interval=5m")).GetProperty("data").EnumerateArray()
            .ToDictionary(candle => candle.GetProperty("open_time").GetDateTimeOffset().Minute, candle => candle.GetProperty("closed").GetBoolean());

        // It is 13:47:11: the candle of 13:40 closed at 13:45 and takes late points until 13:47.
        flags.ShouldBe(new Dictionary<int, bool> { [35] = true, [40] = true, [45] = false });
        CandleResponse.IsClosed(HistoryApp.Now.AddMinutes(-7), CandleWidth.All[0], HistoryApp.Now).ShouldBeTrue();
        CandleResponse.IsClosed(HistoryApp.Now.AddMinutes(-7).AddTicks(1), CandleWidth.All[0], HistoryApp.Now).ShouldBeFalse();
    }

    [Fact]
    public async Task GetCandles_Csv_HasHeaderQuotesEmptyFieldsAndCrLf()
    {
        var stored = _app.Add(CandleInterval.OneHour, 3);

        var (body, type) = await _app.GetTextAsync(Path, "text/csv");

        type.ShouldBe("text/csv");
        body.ShouldBe(
            "open_time,open,high,low,close,volume,market_cap,volume_24h,source,origin,closed\r\n"
            + "2026-03-04T11:00:00Z,1000.123456789012345678,1000.123456789012345678,1000.123456789012345678,999.123456789012345678,,,,\"alternative,coingecko\",own,true\r\n"
            + "2026-03-04T12:00:00Z,1856.123456789012345678,1857.123456789012345678,1855.123456789012345678,1856.123456789012345678,0.00000000001,20000000000000000001,1.5,coinpaprika,provider,true\r\n"
            + "2026-03-04T13:00:00Z,1703.123456789012345678,1705.123456789012345678,1701.123456789012345678,1704.123456789012345678,0.00000000002,,2.5,coinpaprika,provider,false\r\n");
        stored.Count.ShouldBe(3);
    }

    [Fact]
    public async Task GetCandles_CsvOfNothing_IsTheHeader()
    {
        var (body, _) = await _app.GetTextAsync(Path, "text/csv");

        body.ShouldBe("open_time,open,high,low,close,volume,market_cap,volume_24h,source,origin,closed\r\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&numbers=string&precision=3&vs=eur")]
    public async Task GetCandles_Ndjson_LinesAreTheRowsOfTheJsonAnswer(string rest)
    {
        _app.Add(CandleInterval.OneHour, 300);

        var (body, type) = await _app.GetTextAsync($"{Path}?limit=1000{rest}", "application/x-ndjson");

        type.ShouldBe("application/x-ndjson");
        body.ShouldEndWith("}\n");
        var rows = (await _app.App.GetJsonAsync($"{Path}?limit=1000{rest}")).GetProperty("data").EnumerateArray();
        body.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(rows.Select(row => row.GetRawText()));
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task GetCandles_MoreThanAPieceStreamed_GivesExactlyTheNewestOfThem(string accept)
    {
        var stored = _app.Add(CandleInterval.FiveMinutes, 20_000);

        var (body, _) = await _app.GetTextAsync($"{Path}?interval=5m&limit=15000", accept);

        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("open_time", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBe(15_000);
        lines[0].ShouldContain(stored[5_000].OpenTime.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        lines[^1].ShouldContain(stored[^1].OpenTime.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("image/png", "application/json")]
    [InlineData("text/csv;q=0.5, application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv;q=0", "application/json")]
    [InlineData("text/html, */*", "application/json")]
    [InlineData("TEXT/CSV", "text/csv")]
    [InlineData("nonsense", "application/json")]
    public async Task GetCandles_Accept_ChoosesTheForm(string accept, string expected)
    {
        var (_, type) = await _app.GetTextAsync(Path, accept);

        type.ShouldBe(expected);
    }

    [Fact]
    public async Task GetCandles_OtherCurrency_ConvertsAtTheCurrentRateAndSaysSo()
    {
        var stored = _app.Add(CandleInterval.OneHour, 5);
        var rate = (await _app.App.GetJsonAsync("/v1/currencies")).GetProperty("data").EnumerateArray()
            .Single(currency => currency.GetProperty("code").GetString() == "eur").GetProperty("units_per_usd").GetDecimal();

        var answer = await _app.App.GetJsonAsync($"{Path}?vs=EUR&precision=6");

        answer.GetProperty("meta").GetProperty("rates").GetString().ShouldBe("current");
        answer.GetProperty("meta").GetProperty("currency").GetString().ShouldBe("eur");
        answer.GetProperty("data").EnumerateArray().Select(candle => candle.GetProperty("close").GetDecimal()).ShouldBe(
            stored.Select(candle => decimal.Round(candle.Close * rate, 6, MidpointRounding.AwayFromZero)));
    }

    [Theory]
    [InlineData("interval=2h", "interval", "invalid_parameter")]
    [InlineData("interval=", "interval", "invalid_parameter")]
    [InlineData("from=yesterday", "from", "invalid_parameter")]
    [InlineData("to=1769862600000", "to", "invalid_parameter")]
    [InlineData("from=2030-01-01", "from", "future_from")]
    [InlineData("from=2026-02-01&to=2026-01-01", "from", "reversed_range")]
    [InlineData("from=2026-02-01&to=2026-02-01", "from", "reversed_range")]
    [InlineData("limit=0", "limit", "invalid_parameter")]
    [InlineData("limit=1000001", "limit", "invalid_parameter")]
    [InlineData("limit=1001", "limit", "too_many_points")]
    [InlineData("vs=xxx", "vs", "unsupported_currency")]
    [InlineData("intervall=1h", "intervall", "unknown_parameter")]
    public async Task GetCandles_BadParameter_IsRefusedByName(string query, string parameter, string code)
    {
        var (status, problem) = await _app.App.GetProblemAsync($"{Path}?{query}");

        status.ShouldBe(400);
        problem.GetProperty("code").GetString().ShouldBe(code);
        var error = problem.GetProperty("errors").EnumerateArray().Single();
        error.GetProperty("parameter").GetString().ShouldBe(parameter);
        error.GetProperty("accepts").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData("candles")]
    [InlineData("gaps")]
    [InlineData("history")]
    [InlineData("performance")]
    public async Task AssetHistory_UnknownAsset_Is404(string what)
    {
        var (status, problem) = await _app.App.GetProblemAsync($"/v1/assets/no-such-asset/{what}");

        status.ShouldBe(404);
        problem.GetProperty("code").GetString().ShouldBe("unknown_asset");
    }

    [Fact]
    public async Task GetGaps_MissingCandles_AreListedBetweenFirstAndLast()
    {
        var stored = _app.Add(CandleInterval.OneHour, 50, i => i is 0 or 10 or 11 or 12 or 30 or 49);

        var answer = await _app.App.GetJsonAsync("/v1/assets/bitcoin/gaps?interval=1h");

        var first = stored[0].OpenTime.AddHours(-1);
        answer.GetProperty("data").EnumerateArray()
            .Select(gap => (gap.GetProperty("from").GetDateTimeOffset(), gap.GetProperty("to").GetDateTimeOffset(), gap.GetProperty("missing").GetInt64()))
            .ShouldBe([(first.AddHours(10), first.AddHours(13), 3), (first.AddHours(30), first.AddHours(31), 1)]);
        answer.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task GetGaps_AllPages_ListEveryGapOnce()
    {
        _app.Add(CandleInterval.OneHour, 60, i => i % 2 == 1 && i < 40);
        var found = new List<string>();
        string? from = null;

        do
        {
            var page = await _app.App.GetJsonAsync($"/v1/assets/bitcoin/gaps?interval=1h&limit=7{(from is null ? "" : "&from=" + from)}");
            found.AddRange(page.GetProperty("data").EnumerateArray().Select(gap => gap.GetProperty("from").GetString()!));
            from = page.GetProperty("next").GetString();
        }
        while (from is not null);

        found.Count.ShouldBe(20);
        found.Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task GetGaps_NoHistory_IsEmpty() =>
        (await _app.App.GetJsonAsync("/v1/assets/bitcoin/gaps?interval=1d")).GetProperty("data").GetArrayLength().ShouldBe(0);

    private static List<DateTimeOffset> Times(JsonElement answer) =>
        [.. answer.GetProperty("data").EnumerateArray().Select(candle => candle.GetProperty("open_time").GetDateTimeOffset())];

    private static decimal? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetDecimal();
}
