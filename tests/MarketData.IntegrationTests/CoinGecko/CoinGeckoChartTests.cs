using System.Globalization;
using System.Text.Json;
using MarketData.Candles;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

public sealed class CoinGeckoChartTests : IAsyncLifetime
{
    private HistoryApp _history = null!;
    private CoinGeckoApp _app = null!;

    public async Task InitializeAsync()
    {
        _history = await HistoryApp.StartAsync();
        _app = CoinGeckoApp.Of(_history.App);
    }

    public Task DisposeAsync() => _history.DisposeAsync().AsTask();

    [Fact]
    public async Task Chart_OfADay_IsEveryFiveMinutes()
    {
        _history.AddPoints(600);

        var chart = await _app.GetAsync("coins/bitcoin/market_chart?vs_currency=usd&days=1");

        chart.Names().ShouldBe(["prices", "market_caps", "total_volumes"]);
        var points = _history.Store.Points.Where(point => point.AsOf >= HistoryApp.Now.AddDays(-1)).OrderBy(point => point.At).ToList();
        Pairs(chart, "prices").ShouldBe(points.Where(point => point.At >= HistoryApp.Now.AddDays(-1)).Select(point => (point.AsOf.ToUnixTimeMilliseconds(), (decimal?)point.Price)));
        Pairs(chart, "market_caps").ShouldAllBe(pair => pair.Value == null);
        Pairs(chart, "total_volumes").ShouldAllBe(pair => pair.Value == 3m);
    }

    [Fact]
    public async Task Chart_OfAMonth_IsTheClosesOfHours()
    {
        var hours = _history.Add(CandleInterval.OneHour, 24 * 40);

        var chart = await _app.GetAsync("coins/bitcoin/market_chart?vs_currency=usd&days=30");

        Pairs(chart, "prices").ShouldBe(hours.Where(hour => hour.LastAt >= HistoryApp.Now.AddDays(-30) && hour.LastAt < HistoryApp.Now).Select(hour => (hour.LastAt.ToUnixTimeMilliseconds(), (decimal?)hour.Close)));
    }

    [Theory]
    [InlineData("days=400")]
    [InlineData("days=max")]
    [InlineData("days=30&interval=daily")]
    public async Task Chart_OfDays_StandsAtMidnightAndTodaysAtItsOwnTime(string parameters)
    {
        var days = _history.Add(CandleInterval.OneDay, 20);
        var past = days.Where(day => day.LastAt < HistoryApp.Now).ToList();

        var prices = Pairs(await _app.GetAsync("coins/bitcoin/market_chart?vs_currency=usd&" + parameters), "prices");

        prices.ShouldBe(past.Select(day => (
            (day.OpenTime.AddDays(1) <= HistoryApp.Now ? day.OpenTime.AddDays(1) : day.LastAt).ToUnixTimeMilliseconds(), (decimal?)day.Close)));
    }

    [Theory]
    [InlineData("2026-02-27", "2026-03-01")]
    [InlineData("2026-02-27T00:00", "2026-03-01T00:00")]
    [InlineData("1772150400", "1772323200")]
    public async Task Range_InEachForm_IsTheSame(string from, string to)
    {
        _history.Add(CandleInterval.OneHour, 24 * 10);

        var prices = Pairs(await _app.GetAsync($"coins/bitcoin/market_chart/range?vs_currency=usd&from={from}&to={to}&interval=hourly"), "prices");

        prices.Count.ShouldBe(48);
    }

    [Fact]
    public async Task Candles_HaveTheTimeOfTheirCloseAndNoVolume()
    {
        var hours = _history.Add(CandleInterval.OneHour, 24 * 5);

        var rows = (await _app.GetAsync("coins/bitcoin/ohlc?vs_currency=usd&days=1&interval=hourly")).EnumerateArray().ToList();

        var expected = hours.Where(hour => hour.OpenTime >= HistoryApp.Now.AddDays(-1) && hour.OpenTime < HistoryApp.Now).ToList();
        rows.Select(row => row.EnumerateArray().Select(item => decimal.Parse(item.GetRawText(), CultureInfo.InvariantCulture)).ToArray()).ShouldBe(
            expected.Select(hour => (decimal[])[hour.OpenTime.AddHours(1).ToUnixTimeMilliseconds(), hour.Open, hour.High, hour.Low, hour.Close]));
    }

    [Theory]
    [InlineData("days=1", 30)]
    [InlineData("days=2", 30)]
    [InlineData("days=4", 240)]
    [InlineData("days=30", 240)]
    [InlineData("days=31", 5760)]
    [InlineData("days=max", 5760)]
    public async Task Candles_ByTheLengthOfTheRange_HaveTheProvidersWidths(string days, int minutes)
    {
        _history.Add(CandleInterval.FiveMinutes, 600);
        _history.Add(CandleInterval.OneHour, 800);
        _history.Add(CandleInterval.OneDay, 60);

        var times = (await _app.GetAsync($"coins/bitcoin/ohlc?vs_currency=usd&{days}")).EnumerateArray().Select(row => row[0].GetInt64()).ToList();

        times.Count.ShouldBeGreaterThan(5);
        times.Zip(times.Skip(1), (left, right) => right - left).ShouldAllBe(distance => distance == minutes * 60_000L);
    }

    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("01-03-2026")]
    public async Task History_OfADay_IsTheCloseOfTheDayBefore(string date)
    {
        var days = _history.Add(CandleInterval.OneDay, 20);
        var before = days.Single(day => day.OpenTime == new DateTimeOffset(2026, 2, 28, 0, 0, 0, TimeSpan.Zero));

        var coin = await _app.GetAsync($"coins/bitcoin/history?date={date}&localization=false");

        coin.Names().ShouldBe(["id", "symbol", "name", "image", "market_data", "community_data", "developer_data", "public_interest_stats"]);
        var figures = coin.GetProperty("market_data");
        figures.GetProperty("current_price").Decimal("usd").ShouldBe(before.Close);
        figures.GetProperty("total_volume").Names().Length.ShouldBe(before.Volume24h is null ? 0 : figures.GetProperty("current_price").Names().Length);
        (await _app.GetAsync("coins/bitcoin/history?date=2010-01-01")).Names().ShouldNotContain("market_data");
    }

    [Fact]
    public async Task Sparkline_IsTheClosesOfSevenDaysOfHours_WithoutAQueryForEachCoin()
    {
        var hours = _history.Add(CandleInterval.OneHour, 24 * 9, isMissing: i => i % 10 == 3);
        var start = CandleInterval.OneHour.OpenTimeOf(HistoryApp.Now).AddHours(1).AddDays(-7);
        var expected = hours.Where(hour => hour.OpenTime >= start).Select(hour => (decimal?)hour.Close).ToList();

        var rows = await _app.GetAsync("coins/markets?vs_currency=usd&sparkline=true");
        await _app.GetAsync("coins/markets?vs_currency=usd&sparkline=true&page=2");

        rows[0].GetProperty("sparkline_in_7d").GetProperty("price").EnumerateArray().Select(item => (decimal?)decimal.Parse(item.GetRawText(), CultureInfo.InvariantCulture)).ShouldBe(expected);
        rows[1].GetProperty("sparkline_in_7d").GetProperty("price").GetArrayLength().ShouldBe(0);
        (await _app.GetAsync("coins/bitcoin?sparkline=true")).GetProperty("market_data").GetProperty("sparkline_7d").GetProperty("price").GetArrayLength().ShouldBe(expected.Count);
        _history.Store.CloseReads.ShouldBe(1);
    }

    [Fact]
    public async Task GlobalChart_IsTheLastTotalsOfEachHour()
    {
        var last = new DateTimeOffset(2026, 3, 4, 13, 45, 0, TimeSpan.Zero);
        _history.Store.Globals.AddRange(Enumerable.Range(0, 30).Select(i => new GlobalPoint(last.AddMinutes(-5 * i), 1000 - i, i % 2 == 0 ? null : 5m, 3, new Dictionary<string, double>())));

        var chart = (await _app.GetAsync("global/market_cap_chart?days=1")).GetProperty("market_cap_chart");

        Pairs(chart, "market_cap").Select(pair => pair.Time).ShouldBe(
            ((DateTimeOffset[])[last.AddMinutes(-110), last.AddMinutes(-50), last]).Select(time => time.ToUnixTimeMilliseconds()));
        Pairs(chart, "volume").Count.ShouldBe(3);
    }

    private static List<(long Time, decimal? Value)> Pairs(JsonElement chart, string name) =>
    [
        .. chart.GetProperty(name).EnumerateArray().Select(pair => (
            pair[0].GetInt64(),
            pair[1].ValueKind == JsonValueKind.Null ? (decimal?)null : decimal.Parse(pair[1].GetRawText(), CultureInfo.InvariantCulture))),
    ];
}
