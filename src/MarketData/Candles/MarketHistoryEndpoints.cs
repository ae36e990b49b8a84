using MarketData.Access;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Candles;

internal static class MarketHistoryEndpoints
{
    private static readonly QueryParameter[] Parameters =
    [
        HistoryParameters.From,
        HistoryParameters.To,
        HistoryParameters.Limit,
        HistoryParameters.Vs,
        MarketParameters.Precision,
        MarketParameters.Numbers,
    ];

    public static void MapMarketHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapSnapshotGroup("/v1/global", "History").LimitConcurrency().MapGet("/history", GetGlobalHistoryAsync)
            .WithName("GetGlobalHistory")
            .WithSummary("Totals and dominance of the market over time, oldest first.")
            .WithDescription("On a grid of five minutes, over the assets that this service knew at the time. With from, the first entries from there on; without it, those of the last limit slots of the grid before to.")
            .WithQuery(Parameters)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes.MapSnapshotGroup("/v1/categories/{id}", "History").LimitConcurrency().MapGet("/history", GetCategoryHistoryAsync)
            .WithName("GetCategoryHistory")
            .WithPath(PathParameter.CategoryId)
            .WithSummary("Totals of one category over time, oldest first.")
            .WithDescription("On a grid of five minutes, over the members that this service knew at the time. With from, the first entries from there on; without it, those of the last limit slots of the grid before to.")
            .WithQuery(Parameters)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<JsonAnswer<HistoryPage<GlobalPointResponse>>, ApiProblem>> GetGlobalHistoryAsync(
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (HistoryRequest.Read(query, holder.Required, time.GetUtcNow(), out var problem) is not { } request)
        {
            return problem!;
        }

        var limit = query.Get(HistoryParameters.Limit);
        var found = await store.ReadGlobalAsync(FromOf(request, limit), request.To, limit + 1, cancellationToken);
        return Page(context, request, found, limit, point => point.At, GlobalPointResponse.From);
    }

    private static async Task<Results<JsonAnswer<HistoryPage<CategoryPointResponse>>, ApiProblem>> GetCategoryHistoryAsync(
        string id,
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var snapshot = holder.Required;
        if (snapshot.FindCategory(id.ToLowerInvariant()) is not { } category)
        {
            return new ApiProblem(StatusCodes.Status404NotFound, "unknown_category", "There is no such category. GET /v1/categories lists them.");
        }

        if (HistoryRequest.Read(query, snapshot, time.GetUtcNow(), out var problem) is not { } request)
        {
            return problem!;
        }

        var limit = query.Get(HistoryParameters.Limit);
        var found = await store.ReadCategoryAsync(category.Category.Id, FromOf(request, limit), request.To, limit + 1, cancellationToken);
        return Page(context, request, found, limit, point => point.At, CategoryPointResponse.From);
    }

    /// <summary>Without a start, so far back that no more than <paramref name="limit"/> slots of the grid are in the range.</summary>
    private static DateTimeOffset FromOf(HistoryRequest request, int limit) => request.From ?? request.To - (limit * PricePoint.Grid);

    private static JsonAnswer<HistoryPage<TResponse>> Page<TPoint, TResponse>(
        HttpContext context,
        HistoryRequest request,
        IReadOnlyList<TPoint> found,
        int limit,
        Func<TPoint, DateTimeOffset> timeOf,
        Func<TPoint, HistoryRequest, TResponse> toResponse)
    {
        var page = found.Take(limit).ToList();
        DateTimeOffset? next = found.Count > limit ? timeOf(found[limit]) : null;
        HistoryLink.Write(context, next);
        return new JsonAnswer<HistoryPage<TResponse>>(
            new HistoryPage<TResponse>(
                [.. page.Select(point => toResponse(point, request))],
                HistoryMeta.Of(request, page.Count == 0 ? null : timeOf(page[^1]), []),
                next),
            request.Format);
    }
}
