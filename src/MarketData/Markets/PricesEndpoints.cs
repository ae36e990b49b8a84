using System.Globalization;
using MarketData.Assets;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Markets;

internal static class PricesEndpoints
{
    private const int MaxCurrencies = 50;

    private static readonly QueryParameter<IReadOnlyList<string>> VsList = Parameter.List(
        "vs", MaxCurrencies, "Currencies of the prices, joined by commas, letter case aside: any of GET /v1/currencies. Default usd.", "usd,eur");

    private static readonly QueryParameter<bool> FreshOnly = Parameter.Flag(
        "fresh", false, "Whether a price that is older than the limit is listed as missing, with the reason stale, instead of given.");

    public static RouteGroupBuilder MapPrices(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1", "Prices");

        group.MapGet("/prices", GetPrices)
            .WithName("GetPrices")
            .WithSummary("Prices of up to 500 assets in up to 50 currencies.")
            .WithDescription("By ids, symbols or both. Nothing is cut: what cannot be given is listed with the reason. A symbol that several assets share means the one of the greatest market cap, says so, and names the candidates.")
            .WithQuery(MarketParameters.Ids, MarketParameters.Symbols, VsList, FreshOnly, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        group.MapGet("/price/{id}", GetPrice)
            .WithName("GetPrice")
            .WithSummary("The price of one asset, in a tiny body.")
            .WithDescription("For sensors and spreadsheets. With Accept: text/plain the body is the bare number.")
            .WithPath(PathParameter.AssetId)
            .WithQuery(MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .WithMetadata(PageMetadata.JsonOrText(WantsText))
            .Produces<PriceResponse>(StatusCodes.Status200OK, "application/json", "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static Results<SnapshotAnswer<PricesResponse>, ApiProblem> GetPrices(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        var ids = query.Get(MarketParameters.Ids);
        var symbols = query.Get(MarketParameters.Symbols);
        if (ids.Count + symbols.Count is 0 or > MarketParameters.MaxBulk)
        {
            return ApiProblem.BadParameter(
                "ids",
                ids.Count + symbols.Count == 0 ? "missing_parameter" : "invalid_parameter",
                "Give the assets by ids, symbols or both.",
                $"1 to {MarketParameters.MaxBulk} assets, ids and symbols together.");
        }

        var currencies = new List<Currency>();
        foreach (var code in query.Get(VsList).DefaultIfEmpty(Currency.UsDollar.Code).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!MarketParameters.TryGetCurrency(VsList.Name, code, snapshot, out var currency, out var problem))
            {
                return problem!;
            }

            currencies.Add(currency);
        }

        var format = MarketParameters.FormatOf(query);
        return new SnapshotAnswer<PricesResponse>(
            snapshot, PricesResponse.From(snapshot, AssetSelection.Of(ids, symbols, snapshot), currencies, query.Get(FreshOnly), format), format);
    }

    private static Results<SnapshotAnswer<PriceResponse>, TextAnswer, ApiProblem> GetPrice(
        string id, RequestQuery query, HttpRequest request, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (snapshot.Find(id) is not { } number)
        {
            return ApiProblem.UnknownAsset(id);
        }

        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        var price = PriceResponse.From(snapshot.Rows[number], currency, format);
        if (!WantsText(request))
        {
            return new SnapshotAnswer<PriceResponse>(snapshot, price, format);
        }

        return price.Price is { } value
            ? new TextAnswer(snapshot, value.ToString(CultureInfo.InvariantCulture))
            : new ApiProblem(StatusCodes.Status404NotFound, "no_price", $"There is no price for '{id}'.");
    }

    private static bool WantsText(HttpRequest request) =>
        request.GetTypedHeaders().Accept is [var first, ..] && first.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase);
}
