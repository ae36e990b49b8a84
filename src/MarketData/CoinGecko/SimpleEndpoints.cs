using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.CoinGecko;

internal static class SimpleEndpoints
{
    private static readonly QueryParameter<IReadOnlyList<string>> ContractAddresses = Parameter.List(
        "contract_addresses",
        65_536,
        "Addresses of contracts, joined by commas; unknown ones are left out.",
        "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
        required: true);

    public static void MapSimple(this RouteGroupBuilder group)
    {
        group.MapGet("/simple/price", GetPrices)
            .WithName("CoinGeckoSimplePrice")
            .WithTags("CoinPrices")
            .WithSummary("Prices of coins by id, name or symbol.")
            .WithDescription("Each coin stands under the word that it was asked by; one that is not known is left out. A figure that is asked for and not known is null.")
            .WithLenientQuery([CoinGeckoParameters.VsCurrencies, .. CoinSelection.Parameters, .. SimplePrices.Parameters])
            .Produces<Dictionary<string, Dictionary<string, double?>>>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        group.MapGet("/simple/token_price/{id}", GetTokenPrices)
            .WithName("CoinGeckoSimpleTokenPrice")
            .WithTags("CoinPrices")
            .WithPath(CoinGeckoParameters.PlatformId)
            .WithSummary("Prices of tokens by the addresses of their contracts.")
            .WithDescription("Each token stands under the address that it was asked by; one that is not known is left out.")
            .WithLenientQuery([ContractAddresses, CoinGeckoParameters.VsCurrencies, .. SimplePrices.Parameters])
            .Produces<Dictionary<string, Dictionary<string, double?>>>()
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        group.MapGet("/simple/supported_vs_currencies", GetCurrencies)
            .WithName("CoinGeckoSupportedCurrencies")
            .WithTags("CoinPrices")
            .WithSummary("Currencies that amounts can be given in.")
            .WithDescription("The US dollar, those that a source gives a rate for, and a few coins by their own price.")
            .WithLenientQuery();
    }

    private static Results<SimplePrices, ApiProblem> GetPrices(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinSelection.Read(query, snapshot) is { } coins
            ? SimplePrices.Read(query, snapshot, coins)
            : ApiProblem.BadParameter("ids", "missing_parameter", "Coins are missing.", "ids, names or symbols.");
    }

    private static SimplePrices GetTokenPrices(string id, RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return SimplePrices.Read(
            query,
            snapshot,
            [
                .. query.Get(ContractAddresses)
                    .Select(address => (address, Row: snapshot.FindByContract(id, address)))
                    .Where(token => token.Row is not null)
                    .Select(token => (token.address, token.Row!.Value)),
            ]);
    }

    private static CoinGeckoPage<IReadOnlyList<string>> GetCurrencies(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinGeckoAnswer.Of<IReadOnlyList<string>>(snapshot, [.. snapshot.Currencies.All.Select(currency => currency.Code)]);
    }
}
