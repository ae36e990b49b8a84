using MarketData.Candles;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.CoinGecko;

internal static class CoinMarketsEndpoints
{
    public static void MapCoinMarkets(this RouteGroupBuilder group) =>
        group.MapGet("/coins/markets", GetMarketsAsync)
            .WithName("CoinGeckoCoinsMarkets")
            .WithSummary("Coins with their figures, in pages.")
            .WithDescription("Greatest market cap first unless ordered otherwise; unknown comes last either way. total, per-page and link in the head tell the pages. Coins that are asked for are never cut, unless per_page is given too.")
            .WithLenientQuery(CoinMarketsQuery.Parameters)
            .Produces<IReadOnlyList<CoinMarket>>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<CoinMarketsPage, ApiProblem>> GetMarketsAsync(
        RequestQuery query, SnapshotHolder holder, CoinMarketRows rows, Sparklines sparklines, CancellationToken cancellationToken)
    {
        var snapshot = holder.Required;
        if (CoinMarketsQuery.Read(query, snapshot, out var problem) is not { } markets)
        {
            return problem!;
        }

        var lines = markets.WithSparkline ? await sparklines.GetAsync(cancellationToken) : null;
        return new CoinMarketsPage(snapshot, markets, rows, lines);
    }
}
