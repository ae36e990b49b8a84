using System.Globalization;
using System.Text.Json.Nodes;

namespace MarketData.IntegrationTests.Upstream;

/// <summary>The past as providers give it: every figure follows from its time, so that a test can tell what must have come.</summary>
internal static class FakeHistory
{
    /// <summary>Time before which there is nothing.</summary>
    public static readonly DateTimeOffset Listed = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Price at a time: between 1,000 and 10,000, with eight decimals.</summary>
    public static decimal PriceAt(DateTimeOffset time) => 1000m + (time.ToUnixTimeSeconds() / 300 * 7919 % 900_000) + 0.12345678m;

    /// <summary>Binance's klines; null for a pair that it does not have.</summary>
    public static JsonNode? ToKlines(string symbol, TimeSpan width, long startMilliseconds, long endMilliseconds, int limit)
    {
        if (!symbol.EndsWith("USDT", StringComparison.Ordinal))
        {
            return null;
        }

        var rows = new JsonArray();
        var from = DateTimeOffset.FromUnixTimeMilliseconds(startMilliseconds);
        for (var time = from > Listed ? from : Listed; rows.Count < limit && time.ToUnixTimeMilliseconds() <= endMilliseconds; time += width)
        {
            var price = PriceAt(time);
            rows.Add(new JsonArray(
                time.ToUnixTimeMilliseconds(), Text(price), Text(price + 2), Text(price - 1), Text(price + 1), "3.00000000",
                (time + width).ToUnixTimeMilliseconds() - 1, Text(price * 3), 17, "1.00000000", Text(price), "0"));
        }

        return rows;
    }

    /// <summary>CoinPaprika's candles of days.</summary>
    public static JsonArray ToPaprikaDays(long startSeconds, long endSeconds, int limit)
    {
        var rows = new JsonArray();
        var from = DateTimeOffset.FromUnixTimeSeconds(startSeconds);
        for (var day = from > Listed ? from : Listed; rows.Count < limit && day.ToUnixTimeSeconds() <= endSeconds; day = day.AddDays(1))
        {
            var price = PriceAt(day);
            rows.Add(new JsonObject
            {
                ["time_open"] = Iso(day),
                ["time_close"] = Iso(day.AddDays(1).AddSeconds(-1)),
                ["open"] = price,
                ["high"] = price + 2,
                ["low"] = price - 1,
                ["close"] = price + 1,
                ["volume"] = 18_671_235_118,
                ["market_cap"] = 622_274_693_426,
            });
        }

        return rows;
    }

    /// <summary>CoinGecko's points of the last days: every five minutes of one, every hour of more.</summary>
    public static JsonObject ToMarketChart(DateTimeOffset now, int days)
    {
        var step = days == 1 ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1);
        var (prices, marketCaps, volumes) = (new JsonArray(), new JsonArray(), new JsonArray());
        for (var time = now.AddDays(-days); time <= now; time += step)
        {
            var at = time.ToUnixTimeMilliseconds();
            prices.Add(new JsonArray(at, PriceAt(time)));
            marketCaps.Add(new JsonArray(at, PriceAt(time) * 1_000_000));
            volumes.Add(new JsonArray(at, 5_000_000.5m));
        }

        return new JsonObject { ["prices"] = prices, ["market_caps"] = marketCaps, ["total_volumes"] = volumes };
    }

    /// <summary>DefiLlama's value locked of the last 30 days and now; the older protocol has it of the last 40.</summary>
    public static JsonObject ToProtocol(DateTimeOffset now, bool isOlder)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var days = Enumerable.Range(0, isOlder ? 40 : 30).Reverse().Select(day => today.AddDays(-day)).Append(now);
        return new JsonObject
        {
            ["tvl"] = new JsonArray([.. days.Select(day => new JsonObject
            {
                ["date"] = day.ToUnixTimeSeconds(),
                ["totalLiquidityUSD"] = PriceAt(day) * (isOlder ? 1 : 10),
            })]),
        };
    }

    private static string Text(decimal figure) => figure.ToString("F8", CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
