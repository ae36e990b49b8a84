using MarketData.Assets;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Markets;

internal static class ValuationsEndpoints
{
    private static readonly QueryParameter<IReadOnlyList<string>> Ids = Parameter.List(
        "ids", MarketParameters.MaxBulk, "Assets by id, joined by commas.", "uniswap,aave", required: true);

    public static RouteGroupBuilder MapValuations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1", "Valuations");

        group.MapGet("/valuations", GetValuations)
            .WithName("GetValuations")
            .WithSummary("Market cap, fully diluted valuation and their ratios for up to 500 assets.")
            .WithDescription("Each figure says what it rests on, and each missing one why it is missing.")
            .WithQuery(Ids, MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        group.MapGet("/assets/{id}/valuation", GetValuation)
            .WithName("GetValuation")
            .WithSummary("Market cap, fully diluted valuation and their ratios for one asset.")
            .WithDescription("Each figure says what it rests on, and each missing one why it is missing.")
            .WithPath(PathParameter.AssetId)
            .WithQuery(MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static Results<SnapshotAnswer<ValuationsResponse>, ApiProblem> GetValuations(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        var selection = AssetSelection.Of(query.Get(Ids), [], snapshot);
        var valuations = selection.Found.Select(asset => ValuationResponse.From(snapshot.Rows[asset.Row], currency, format)).ToList();
        return new SnapshotAnswer<ValuationsResponse>(
            snapshot, new ValuationsResponse(valuations, selection.Missing, AnswerMeta.Of(snapshot, currency.Code)), format);
    }

    private static Results<SnapshotAnswer<Answer<ValuationResponse>>, ApiProblem> GetValuation(string id, RequestQuery query, SnapshotHolder holder)
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
        return SnapshotAnswer.Of(snapshot, ValuationResponse.From(snapshot.Rows[number], currency, format), currency.Code, format);
    }
}
