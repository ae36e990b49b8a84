using MarketData.Caching;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Candles;

internal static class CandlesEndpoints
{
    public static RouteGroupBuilder MapCandles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/assets/{id}", "History");

        group.MapGet("/candles", GetCandlesAsync)
            .WithName("GetCandles")
            .WithPath(PathParameter.AssetId)
            .WithSummary("Candles of one asset, oldest first: open, high, low, close, volumes, market cap.")
            .WithDescription("With from, the first candles from there on, and next where there are more; without it, the newest before to. An interval in which no price was seen has no candle. 5m, 1h and 1d are kept; the others are folded from them. With Accept: text/csv or application/x-ndjson the same rows are streamed, up to 1000000 of them; there is no next then: if as many rows came as limit asks for, go on from behind the last open_time.")
            .WithQuery(
                HistoryParameters.Interval,
                HistoryParameters.From,
                HistoryParameters.To,
                HistoryParameters.StreamLimit,
                HistoryParameters.Vs,
                MarketParameters.Precision,
                MarketParameters.Numbers)
            .WithMetadata(new RowsMetadata(typeof(CandleResponse)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/gaps", GetGaps)
            .WithName("GetCandleGaps")
            .WithPath(PathParameter.AssetId)
            .WithSummary("Ranges in which an asset has no candle, oldest first.")
            .WithDescription("Between the first candle of the range and its last; what is missing is listed, never invented. Without from the whole history is searched.")
            .WithQuery(HistoryParameters.Interval, HistoryParameters.From, HistoryParameters.To, HistoryParameters.Limit)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static async Task<Results<CachedJsonAnswer<HistoryPage<CandleResponse>>, HistoryRows<CandleResponse>, ApiProblem>> GetCandlesAsync(
        string id,
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (HistoryRequest.ReadOfAsset(
            id, query, HistoryParameters.From, holder.Required, time.GetUtcNow(), out var assetId, out var problem) is not { } request)
        {
            return problem!;
        }

        var rowFormat = RowFormats.Of(context.Request);
        if (HistoryParameters.LimitOf(query, HistoryParameters.StreamLimit, rowFormat, "candles", out problem) is not { } limit)
        {
            return problem!;
        }

        context.Response.Headers.Vary = "Accept";
        var width = query.Get(HistoryParameters.Interval);
        if (rowFormat != RowFormat.Json)
        {
            var start = await CandleHistory.StartAsync(store, assetId, width, request, limit, cancellationToken);
            var rows = CandleHistory.ReadAsync(store, assetId, width, start, request.To, limit, cancellationToken);
            return new HistoryRows<CandleResponse>(rows.Select(candle => CandleResponse.From(candle, width, request)), CandleResponse.Columns, rowFormat, request.Format);
        }

        var link = new HistoryLink(context.Request);
        return new CachedJsonAnswer<HistoryPage<CandleResponse>>(request.Format, request.FreshUntil, async token =>
        {
            var start = await CandleHistory.StartAsync(store, assetId, width, request, limit, token);
            var found = await CandleHistory.ReadAsync(store, assetId, width, start, request.To, limit + 1, token).ToListAsync(token);
            var page = found.Take(limit).ToList();
            DateTimeOffset? next = found.Count > limit ? found[limit].OpenTime : null;
            return new FoundAnswer<HistoryPage<CandleResponse>>(
                new HistoryPage<CandleResponse>(
                    [.. page.Select(candle => CandleResponse.From(candle, width, request))],
                    HistoryMeta.Of(request, page.LastOrDefault()?.LastAt, page.Select(candle => candle.Source)),
                    next),
                page.Count == 0,
                link.To(next));
        });
    }

    private static Results<CachedJsonAnswer<HistoryPage<CandleGap>>, ApiProblem> GetGaps(
        string id,
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time)
    {
        if (HistoryRequest.ReadOfAsset(
            id, query, HistoryParameters.From, holder.Required, time.GetUtcNow(), out var assetId, out var problem) is not { } request)
        {
            return problem!;
        }

        var width = query.Get(HistoryParameters.Interval);
        var limit = query.Get(HistoryParameters.Limit);
        var link = new HistoryLink(context.Request);
        return new CachedJsonAnswer<HistoryPage<CandleGap>>(request.Format, request.FreshUntil, async token =>
        {
            var candles = CandleHistory.ReadAsync(
                store, assetId, width, request.From ?? DateTimeOffset.UnixEpoch, request.To, int.MaxValue / width.Parts, token);
            var found = await CandleGaps.FindAsync(candles, width, token).Take(limit + 1).ToListAsync(token);

            // The candle behind the last gap given is the first of the next page, so that a gap that begins there is found.
            DateTimeOffset? next = found.Count > limit ? found[limit - 1].To : null;
            return new FoundAnswer<HistoryPage<CandleGap>>(
                new HistoryPage<CandleGap>([.. found.Take(limit)], HistoryMeta.Of(request, null, []) with { Currency = null }, next),
                found.Count == 0,
                link.To(next));
        });
    }
}
