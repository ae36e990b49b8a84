using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Analysis;

internal static class ScenariosEndpoints
{
    private static readonly QueryParameter<decimal?> MarketCap = Parameter.Decimal(
        "market_cap", "Market cap that the asset reaches, in the currency of vs.", 500000000000L, min: 1);

    private static readonly QueryParameter<decimal?> TotalMarketCap = Parameter.Decimal(
        "total_market_cap", "Market cap that the whole market reaches, in the currency of vs; the asset keeps its share.", 10000000000000L, min: 1);

    private static readonly QueryParameter<string?> As = Parameter.Text(
        "as", 200, "Id of the asset whose market cap the asset reaches.", "ethereum");

    public static void MapScenarios(this RouteGroupBuilder group)
    {
        group.MapGet("/assets/{id}/scenarios", GetScenarios)
            .WithName("GetScenarios")
            .WithSummary("The price of one asset if it, or the whole market, reaches a market cap.")
            .WithDescription("The market cap over the units in circulation, and over all units that a fully diluted valuation counts; dilution says how far the two are apart. Without an assumption the usual ones are made. Arithmetic on the figures of now, no forecast.")
            .WithPath(PathParameter.AssetId)
            .WithQuery(MarketCap, TotalMarketCap, As, MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<SnapshotAnswer<Answer<ScenariosResponse>>, ApiProblem> GetScenarios(string id, RequestQuery query, SnapshotHolder holder)
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

        var (marketCap, total, other) = (query.Get(MarketCap), query.Get(TotalMarketCap), query.Get(As));
        var peer = other is null ? null : snapshot.Find(other);
        if (other is not null && peer is null)
        {
            return ApiProblem.BadParameter(As.Name, "unknown_asset", "There is no such asset.", "Id of an asset; GET /v1/search finds it.");
        }

        var format = MarketParameters.FormatOf(query);
        var scenarios = new Scenarios(snapshot, snapshot.Rows[number], currency, format);
        var asked = new List<ScenarioResponse>();
        if (marketCap is not null)
        {
            asked.Add(scenarios.AtMarketCap(marketCap));
        }

        if (total is not null)
        {
            asked.Add(scenarios.AtTotal(total));
        }

        if (peer is { } row)
        {
            asked.Add(scenarios.As(snapshot.Rows[row]));
        }

        return SnapshotAnswer.Of(snapshot, scenarios.With(asked.Count > 0 ? asked : scenarios.Defaults()), currency.Code, format);
    }
}
