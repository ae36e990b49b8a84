using System.Globalization;
using System.Text.Json;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

/// <summary>
/// Tiny, huge and unknown figures on every route: numbers that a client reads into a decimal without loss. No exponent, at most 28
/// significant digits; percentages, ratios and returns may be large, and are read as doubles.
/// </summary>
public sealed class CoinGeckoNumbersTests : IAsyncLifetime
{
    private const string Contract = "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984";

    private static readonly string[] Ids = ["tiny", "huge", "unknown", "bitcoin"];

    private static readonly string[] OfEach =
    [
        "coins/{id}?sparkline=true",
        "coins/{id}/tickers",
        "coins/{id}/history?date={today}",
        "coins/{id}/market_chart?vs_currency=usd&days=1",
        "coins/{id}/market_chart?vs_currency=btc&days=max&interval=daily&precision=18",
        "coins/{id}/market_chart/range?vs_currency=eur&from=2020-01-01&to=2040-01-01",
        "coins/{id}/ohlc?vs_currency=btc&days=7",
        "coins/{id}/ohlc/range?vs_currency=usd&from=2020-01-01&to=2040-01-01&interval=hourly",
    ];

    private static readonly string[] OfAll =
    [
        "simple/price?ids=tiny,huge,unknown,bitcoin&vs_currencies=usd,eur,btc,eth,sats&include_market_cap=true&include_24hr_vol=true&include_24hr_change=true&include_last_updated_at=true",
        $"simple/token_price/ethereum?contract_addresses={Contract}&vs_currencies=usd,btc&include_market_cap=true&include_24hr_vol=true&include_24hr_change=true",
        "simple/supported_vs_currencies",
        "coins/list?include_platform=true",
        "coins/list/new",
        "coins/markets?vs_currency=usd&sparkline=true&price_change_percentage=1h,24h,7d,14d,30d,200d,1y&include_rehypothecated=true",
        "coins/markets?vs_currency=btc",
        "coins/markets?vs_currency=eth&precision=18",
        "coins/markets?vs_currency=sats&precision=0",
        $"coins/ethereum/contract/{Contract}",
        $"coins/ethereum/contract/{Contract}/market_chart?vs_currency=btc&days=1",
        "coins/categories",
        "coins/top_gainers_losers?vs_currency=eur&price_change_percentage=1h,24h,7d,14d,30d,200d,1y",
        "asset_platforms",
        "exchange_rates",
        "search?query=t",
        "search/trending",
        "global",
        "global/decentralized_finance_defi",
        "global/market_cap_chart?days=7&vs_currency=btc",
        "key",
        "ping",
    ];

    private CoinGeckoApp _app = null!;

    public static TheoryData<string> AllRequests() => [.. OfEach.SelectMany(request => Ids.Select(id => request.Replace("{id}", id, StringComparison.Ordinal))), .. OfAll];

    public async Task InitializeAsync() => _app = await CoinGeckoApp.StartAsync(
        CoinGeckoRows.Row("tiny", """
            "current_price": 1e-18, "market_cap": 1e-10, "total_volume": 3e-27, "circulating_supply": 1e8, "high_24h": 1.1e-18, "low_24h": 9e-19, "ath": 1e-17,
            "atl": 1e-28, "price_change_24h": -1e-28, "price_change_percentage_24h": -1e-7, "ath_change_percentage": -90.00000001, "atl_change_percentage": 8.7e36
            """),
        CoinGeckoRows.Row("huge", """
            "current_price": 1e28, "market_cap": 7.9e28, "total_volume": 12345678901234567890123456.789, "circulating_supply": 7.9, "max_supply": 7e28, "high_24h": 1.2e28,
            "ath": 7.9e28, "atl": 0.3, "price_change_percentage_24h": 8.7e36, "price_change_percentage_7d_in_currency": -8.7e36, "atl_change_percentage": 3.3e30,
            "roi": {"times": 8.7e36, "currency": "btc", "percentage": 8.7e38}
            """),
        CoinGeckoRows.Row("unknown", "\"current_price\": null"),
        CoinGeckoRows.Row("uniswap", "\"current_price\": 7e-12, \"market_cap\": 1234567890123456789.123456789, \"total_volume\": 1e-28"),
        CoinGeckoRows.Row("ethereum", "\"current_price\": 0.777, \"market_cap\": 1234567890123456789"),
        CoinGeckoRows.Row("bitcoin", "\"current_price\": 37672.123456789, \"market_cap\": 712110246115.7654321, \"total_volume\": 1"));

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(AllRequests))]
    public async Task Numbers_OfEveryRoute_AreWhatAStrictDecimalClientAccepts(string request)
    {
        var answer = await _app.GetAsync(request.Replace("{today}", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal));

        foreach (var (name, text) in NumbersOf(answer, ""))
        {
            text.ShouldNotContain("e", Case.Insensitive, name);
            if (!IsDouble(name))
            {
                decimal.Parse(text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture).ShouldBe(text, name);
                text.Replace(".", "", StringComparison.Ordinal).Trim('-', '0').Length.ShouldBeLessThanOrEqualTo(28, $"{name}: {text}");
            }
        }
    }

    [Fact]
    public async Task Markets_TinyHugeAndUnknown_AreToldInFull()
    {
        var rows = (await _app.GetAsync("coins/markets?vs_currency=usd&order=id_asc&ids=tiny,huge,unknown")).EnumerateArray().ToList();

        rows.Select(row => row.GetProperty("current_price").GetRawText()).ShouldBe(["10000000000000000000000000000", "0.000000000000000001", "null"]);
        rows.Select(row => row.GetProperty("price_change_percentage_24h").GetRawText()).ShouldBe(["8700000000000000000000000000000000000", "0", "null"]);
        rows.Select(row => row.GetProperty("atl_change_percentage").GetRawText()).ShouldBe(["3300000000000000000000000000000", "8700000000000000000000000000000000000", "null"]);
        rows[0].GetProperty("roi").GetProperty("percentage").GetRawText().ShouldBe("870" + new string('0', 36));
    }

    private static bool IsDouble(string name) =>
        ((string[])["percentage", "change", "ratio", "roi", "dominance"]).Any(part => name.Contains(part, StringComparison.Ordinal));

    private static IEnumerable<(string Name, string Text)> NumbersOf(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => NumbersOf(property.Value, $"{name}.{property.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => NumbersOf(item, name)),
        JsonValueKind.Number => [(name, element.GetRawText())],
        _ => [],
    };
}
