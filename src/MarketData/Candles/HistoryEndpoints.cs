using MarketData.Caching;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Candles;

internal static class HistoryEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromDays(7);

    private static readonly QueryParameter<DateTimeOffset?> From = Parameter.Time(
        "from", "Start of the range, included. Absent: seven days before to.", "2026-01-31T00:00:00Z");

    private static readonly QueryParameter<int> Points = Parameter.Integer(
        "points", 3, 5000, 500, "Most points given. A longer series is thinned by largest triangle three buckets: its first and last point stay, and every point given is one that was there.");

    public static RouteGroupBuilder MapHistory(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/assets/{id}", "History");

        group.MapGet("/history", GetHistory)
            .WithName("GetHistory")
            .WithPath(PathParameter.AssetId)
            .WithSummary("Price, market cap and volume of one asset over time, oldest first.")
            .WithDescription("A range of up to 7 days is given by the points that were seen, every five minutes; up to 120 days by the closes of hours; beyond by those of days. Where the finer series is not kept that far back, the coarser one stands before it.")
            .WithQuery(From, HistoryParameters.To, Points, HistoryParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/performance", GetPerformance)
            .WithName("GetPerformance")
            .WithPath(PathParameter.AssetId)
            .WithSummary("How one asset did over an hour, a day, a week, 30 days, 90 days, a year, and in all.")
            .WithDescription("From candles: 5m for the hour and the day, 1h up to 90 days, 1d beyond, and the next coarser ones where these do not reach back. Where the history does not reach back, missing says so.")
            .WithQuery(HistoryParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static Results<CachedJsonAnswer<HistoryAnswer<IReadOnlyList<HistoryPointResponse>>>, ApiProblem> GetHistory(
        string id,
        RequestQuery query,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time)
    {
        if (HistoryRequest.ReadOfAsset(
            id, query, From, holder.Required, time.GetUtcNow(), out var assetId, out var problem) is not { } request)
        {
            return problem!;
        }

        var points = query.Get(Points);
        return new CachedJsonAnswer<HistoryAnswer<IReadOnlyList<HistoryPointResponse>>>(request.Format, request.FreshUntil, async token =>
        {
            var series = await PriceSeries.ReadAsync(store, assetId, request.From ?? request.To - DefaultRange, request.To, token);
            var chosen = Thinning.Choose([.. series.Select(point => ((point.At - series[0].At).TotalSeconds, (double)point.Price))], points);
            return new FoundAnswer<HistoryAnswer<IReadOnlyList<HistoryPointResponse>>>(
                new HistoryAnswer<IReadOnlyList<HistoryPointResponse>>(
                    [.. chosen.Select(position => HistoryPointResponse.From(series[position], request))],
                    HistoryMeta.Of(request, series.Count == 0 ? null : series[^1].At, series.Select(point => point.Source))),
                series.Count == 0);
        });
    }

    private static Results<CachedJsonAnswer<HistoryAnswer<IReadOnlyList<PerformanceResponse>>>, ApiProblem> GetPerformance(
        string id,
        RequestQuery query,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time)
    {
        if (HistoryRequest.ReadOfAsset(
            id, query, HistoryParameters.From, holder.Required, time.GetUtcNow(), out var assetId, out var problem) is not { } request)
        {
            return problem!;
        }

        return new CachedJsonAnswer<HistoryAnswer<IReadOnlyList<PerformanceResponse>>>(request.Format, request.FreshUntil, async token =>
        {
            var history = await PerformanceHistory.ReadAsync(store, assetId, request.Now, token);
            var newest = history.Values.SelectMany(candles => candles.TakeLast(1)).MaxBy(candle => candle.LastAt);
            return new FoundAnswer<HistoryAnswer<IReadOnlyList<PerformanceResponse>>>(
                new HistoryAnswer<IReadOnlyList<PerformanceResponse>>(
                    [.. PerformancePeriod.All.Select(period => PerformanceResponse.Of(period, history, request))],
                    HistoryMeta.Of(request, newest?.LastAt, history.Values.SelectMany(candles => candles).Select(candle => candle.Source))),
                newest is null);
        });
    }
}
