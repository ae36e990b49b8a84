using MarketData.IntegrationTests.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.CoinGecko;

/// <summary>Every route in CoinGecko's shapes answers as its document says, over markets of all kinds.</summary>
public sealed class CoinGeckoContractTests(OpenApiApps apps) : IClassFixture<OpenApiApps>
{
    private static readonly string[] Requests =
    [
        "ping",
        "key",
        "simple/price?ids=bitcoin,odd,odd-priceless,nowhere&vs_currencies=usd,eur,btc&include_market_cap=true&include_24hr_vol=true&include_24hr_change=true&include_last_updated_at=true",
        "simple/price?names=bitcoin&vs_currencies=usd",
        "simple/price?symbols=eth&vs_currencies=usd&include_tokens=all",
        "simple/price?ids=bitcoin",
        "simple/token_price/ethereum?contract_addresses=0x1F9840a85d5af5bf1d1762f925bdaddc4201f984&vs_currencies=usd",
        "simple/token_price/nowhere?contract_addresses=0x0&vs_currencies=usd",
        "simple/token_price/ethereum?vs_currencies=usd",
        "simple/supported_vs_currencies",
        "coins/list",
        "coins/list?include_platform=true",
        "coins/list?status=inactive",
        "coins/list/new",
        "coins/markets?vs_currency=usd",
        "coins/markets?vs_currency=eur&sparkline=true&price_change_percentage=1h,24h,7d,14d,30d,200d,1y&include_rehypothecated=true&precision=2&locale=en",
        "coins/markets?vs_currency=btc&ids=bitcoin,odd,nowhere",
        "coins/markets",
        "coins/markets?vs_currency=zzz",
        "coins/markets?vs_currency=usd&category=zzz",
        "coins/bitcoin",
        "coins/odd",
        "coins/odd-priceless",
        "coins/uniswap?localization=false&tickers=false&market_data=false&community_data=false&developer_data=false",
        "coins/uniswap?sparkline=true&include_categories_details=true",
        "coins/nowhere",
        "coins/bitcoin/tickers",
        "coins/nowhere/tickers",
        "coins/bitcoin/history?date=2026-01-31",
        "coins/bitcoin/history",
        "coins/nowhere/history?date=31-01-2026",
        "coins/bitcoin/market_chart?vs_currency=usd&days=1",
        "coins/bitcoin/market_chart?vs_currency=eur&days=max&interval=daily&precision=3",
        "coins/bitcoin/market_chart?vs_currency=usd",
        "coins/nowhere/market_chart?vs_currency=usd&days=1",
        "coins/bitcoin/market_chart/range?vs_currency=usd&from=2020-01-01&to=1999999999",
        "coins/bitcoin/market_chart/range?vs_currency=usd&from=x&to=2020-01-01",
        "coins/bitcoin/ohlc?vs_currency=usd&days=7",
        "coins/nowhere/ohlc?vs_currency=usd&days=7",
        "coins/bitcoin/ohlc?days=7",
        "coins/bitcoin/ohlc/range?vs_currency=usd&from=2020-01-01&to=2040-01-01&interval=hourly",
        "coins/ethereum/contract/0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
        "coins/ethereum/contract/0x00",
        "coins/ethereum/contract/0x1f9840a85d5af5bf1d1762f925bdaddc4201f984/market_chart?vs_currency=usd&days=1",
        "coins/ethereum/contract/0x00/market_chart?vs_currency=usd&days=1",
        "coins/ethereum/contract/0x1f9840a85d5af5bf1d1762f925bdaddc4201f984/market_chart/range?vs_currency=usd&from=2020-01-01&to=2040-01-01",
        "coins/categories",
        "coins/categories?order=name_asc",
        "coins/categories/list",
        "coins/top_gainers_losers?vs_currency=usd&price_change_percentage=1h,60d",
        "coins/top_gainers_losers",
        "asset_platforms",
        "exchange_rates",
        "search?query=bit",
        "search",
        "search/trending",
        "global",
        "global/decentralized_finance_defi",
        "global/market_cap_chart?days=7&vs_currency=eur",
        "global/market_cap_chart",
    ];

    public static TheoryData<string> AllRequests() => [.. Requests];

    [Fact]
    public void Document_Endpoints_AreThoseOfTheService()
    {
        var mapped = apps.Full.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(route => route.StartsWith("/api/v3", StringComparison.Ordinal))
            .Distinct();

        apps.CoinGecko.Operations.Select(operation => operation.Path).ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public void Requests_Together_ReachEveryOperation()
    {
        var reached = Requests.Select(request => apps.CoinGecko.Find("GET", PathOf(request))!.Id).Distinct();

        apps.CoinGecko.Operations.Select(operation => operation.Id).ShouldBeSubsetOf(reached);
    }

    [Theory]
    [MemberData(nameof(AllRequests))]
    public Task Answer_OfAMarketOfAllSources_FitsTheDocument(string request) => ShouldFitAsync(apps.Full, request);

    [Theory]
    [MemberData(nameof(AllRequests))]
    public Task Answer_OfAMarketOfOddFigures_FitsTheDocument(string request) => ShouldFitAsync(apps.Odd, request);

    [Theory]
    [MemberData(nameof(AllRequests))]
    public Task Answer_BeforeAnyData_FitsTheDocument(string request) => ShouldFitAsync(apps.Empty, request);

    private static string PathOf(string request) => "/api/v3/" + request.Split('?')[0];

    private async Task ShouldFitAsync(MarketDataApp app, string request)
    {
        var answer = await app.SendAsync(HttpMethod.Get, "/api/v3/" + request);

        apps.CoinGecko.Check("GET", PathOf(request), answer).ShouldBeEmpty(answer.Text);
    }
}
