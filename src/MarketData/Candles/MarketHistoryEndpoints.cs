using MarketData.Caching;
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
        routes.MapSnapshotGroup("/v1/global", "History").MapGet("/history", GetGlobalHistory)
            .WithName("GetGlobalHistory")
            .WithSummary("Totals and dominance of the market over time, oldest first.")
            .WithDescription("On a grid of five minutes, over the assets that this service knew at the time. With from, the first entries from there on; without it, those of the last limit slots of the grid before to.")
            .WithQuery(Parameters)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes.MapSnapshotGroup("/v1/categories/{id}", "History").MapGet("/history", GetCategoryHistory)
            .WithName("GetCategoryHistory")
            .WithPath(PathParameter.CategoryId)
            .WithSummary("Totals of one category over time, oldest first.")
            .WithDescription("On a grid of five minutes, over the members that this service knew at the time. With from, the first entries from there on; without it, those of the last limit slots of the grid before to.")
            .WithQuery(Parameters)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<CachedJsonAnswer<HistoryPage<GlobalPointResponse>>, ApiProblem> GetGlobalHistory(
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time)
    {
        if (HistoryRequest.Read(query, holder.Required, time.GetUtcNow(), out var problem) is not { } request)
        {
            return problem!;
        }

        var limit = query.Get(HistoryParameters.Limit);
        return Page(
            context,
            request,
            limit,
            token => store.ReadGlobalAsync(FromOf(request, limit), request.To, limit + 1, token),
            point => point.At,
            GlobalPointResponse.From);
    }

    private static Results<CachedJsonAnswer<HistoryPage<CategoryPointResponse>>, ApiProblem> GetCategoryHistory(
        string id,
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time)
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
        return Page(
            context,
            request,
            limit,
            token => store.ReadCategoryAsync(category.Category.Id, FromOf(request, limit), request.To, limit + 1, token),
            point => point.At,
            CategoryPointResponse.From);
    }

    /// <summary>Without a start, so far back that no more than <paramref name="limit"/> slots of the grid are in the range.</summary>
    private static DateTimeOffset FromOf(HistoryRequest request, int limit) => request.From ?? request.To - (limit * PricePoint.Grid);

    private static CachedJsonAnswer<HistoryPage<TResponse>> Page<TPoint, TResponse>(
        HttpContext context,
        HistoryRequest request,
        int limit,
        Func<CancellationToken, Task<IReadOnlyList<TPoint>>> read,
        Func<TPoint, DateTimeOffset> timeOf,
        Func<TPoint, HistoryRequest, TResponse> toResponse)
    {
        var link = new HistoryLink(context.Request);
        return new CachedJsonAnswer<HistoryPage<TResponse>>(request.Format, request.FreshUntil, async token =>
        {
            var found = await read(token);
            var page = found.Take(limit).ToList();
            DateTimeOffset? next = found.Count > limit ? timeOf(found[limit]) : null;
            return new FoundAnswer<HistoryPage<TResponse>>(
                new HistoryPage<TResponse>(
                    [.. page.Select(point => toResponse(point, request))],
                    HistoryMeta.Of(request, page.Count == 0 ? null : timeOf(page[^1]), []),
                    next),
                page.Count == 0,
                link.To(next));
        });
    }
}
