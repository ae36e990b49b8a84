using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Ranking.Named;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Ranking.Factors;

internal static class FactorsEndpoints
{
    private static readonly FactorsResponse Catalog = new([.. FactorCatalog.All.Select(FactorResponse.From)]);

    public static void MapFactors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/factors", () => new JsonAnswer<FactorsResponse>(Catalog))
            .WithTags("Rankings")
            .WithName("GetFactors")
            .WithSummary("The data points that assets can be ranked by, each with its unit, formula, source and window.")
            .WithDescription("The list is the same for every asset; the values of one are at GET /v1/assets/{id}/factors.")
            .WithMetadata(QueryContract.Empty);

        routes.MapSnapshotGroup("/v1/assets/{id}", "Rankings").MapGet("/factors", GetAssetFactorsAsync)
            .WithName("GetAssetFactors")
            .WithSummary("The value of every factor for one asset.")
            .WithDescription("Computed once for each snapshot. Null means unknown, for the reason that GET /v1/factors gives.")
            .WithPath(PathParameter.AssetId)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<JsonAnswer<Answer<AssetFactorsResponse>>, ApiProblem>> GetAssetFactorsAsync(
        string id, RankingBoards boards, CancellationToken cancellationToken)
    {
        if (await boards.FindAsync(cancellationToken) is not { Columns: var columns })
        {
            return ApiProblem.NotReady();
        }

        return columns.Snapshot.Find(id) is { } row
            ? new JsonAnswer<Answer<AssetFactorsResponse>>(new Answer<AssetFactorsResponse>(
                AssetFactorsResponse.From(columns, Array.IndexOf(columns.Rows, row)),
                AnswerMeta.Of(columns.Snapshot, Currency.UsDollar.Code)))
            : ApiProblem.UnknownAsset(id);
    }
}
