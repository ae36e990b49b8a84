using System.Globalization;
using System.Text;

namespace MarketData.IntegrationTests.Api;

/// <summary>Rows of CoinGecko's <c>/coins/markets</c>, each field as a test wants it.</summary>
internal static class CoinGeckoRows
{
    public const string Path = "/api/v3/coins/markets";

    /// <summary>A service whose CoinGecko gives these rows, polled once. It owns its providers.</summary>
    public static async Task<MarketDataApp> StartAsync(string rows, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var app = await MarketDataApp.StartAsync(settings);
        app.Upstream.SetAnswer(Path, rows);
        await app.PollAsync("coingecko");
        return app;
    }

    /// <summary>The rows as one answer.</summary>
    public static string Of(params IEnumerable<string> rows) => $"[{string.Join(',', rows)}]";

    /// <summary>A row; the figures are the inside of a JSON object, such as <c>"current_price": 1.5</c>.</summary>
    public static string Row(string id, string figures, string? symbol = null, string? name = null, DateTimeOffset? asOf = null)
    {
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $$"""{"id": "{{id}}", "symbol": "{{symbol ?? id}}", "name": "{{name ?? id}}", """);
        row.Append(CultureInfo.InvariantCulture, $$"""
            "last_updated": "{{(asOf ?? DateTimeOffset.UtcNow).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}", {{figures}}}
            """);
        return row.ToString();
    }
}
