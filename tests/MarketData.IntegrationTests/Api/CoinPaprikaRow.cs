using System.Globalization;

namespace MarketData.IntegrationTests.Api;

/// <summary>A row of CoinPaprika's <c>/v1/tickers</c>.</summary>
internal static class CoinPaprikaRow
{
    public const string Path = "/v1/tickers";

    public static string Of(string id, string symbol, string name, decimal price, decimal? marketCap = null, DateTimeOffset? asOf = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"id": "{{{id}}}", "symbol": "{{{symbol}}}", "name": "{{{name}}}",
         "last_updated": "{{{(asOf ?? DateTimeOffset.UtcNow).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}}",
         "quotes": {"USD": {"price": {{{price}}}, "market_cap": {{{marketCap ?? 0}}} } } }
        """);
}
