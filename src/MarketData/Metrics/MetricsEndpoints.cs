using MarketData.Caching;
using MarketData.Candles;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Metrics;

internal static class MetricsEndpoints
{
    private static readonly PathParameter Name = new("name", "Name of the metric: one of those that the list of the asset's metrics gives.", "active_addresses");

    private static readonly QueryParameter<int> Limit = Parameter.Integer(
        "limit", 1, HistoryParameters.MaxStreamedRows, 500, "Values given: at most 1000 as JSON, at most 1000000 as CSV or NDJSON.");

    private static readonly RowColumns<MetricValueResponse> Columns = new(
        ["at", "value", "source"],
        (csv, value) =>
        {
            csv.Write(value.At);
            csv.Write(value.Value);
            csv.Write(value.Source);
        });

    public static RouteGroupBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/assets/{id}/metrics", "Metrics");

        group.MapGet("", GetMetrics)
            .WithName("GetMetrics")
            .WithPath(PathParameter.AssetId)
            .WithSummary("Metrics that are known of one asset, by name: unit, meaning, range and latest value.")
            .WithDescription("Series beside the price, such as active addresses or value locked, from sources and from files that were imported.")
            .WithQuery(MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/{name}", GetMetricAsync)
            .WithName("GetMetric")
            .WithPath(PathParameter.AssetId, Name)
            .WithSummary("Values of one metric of one asset, oldest first.")
            .WithDescription("With from, the first values from there on, and next where there are more; without it, the newest before to. A time without a value is left out. With Accept: text/csv or application/x-ndjson the same rows are streamed, up to 1000000 of them; there is no next then: if as many rows came as limit asks for, go on from behind the last at.")
            .WithQuery(HistoryParameters.From, HistoryParameters.To, Limit, MarketParameters.Numbers)
            .WithMetadata(new RowsMetadata(typeof(MetricValueResponse)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static Results<CachedJsonAnswer<HistoryAnswer<IReadOnlyList<MetricResponse>>>, ApiProblem> GetMetrics(
        string id, RequestQuery query, SnapshotHolder holder, IMetricStore store, TimeProvider time)
    {
        if (HistoryRequest.ReadOfAsset(
            id, query, HistoryParameters.From, holder.Required, time.GetUtcNow(), out var assetId, out var problem) is not { } request)
        {
            return problem!;
        }

        return new CachedJsonAnswer<HistoryAnswer<IReadOnlyList<MetricResponse>>>(request.Format, request.FreshUntil, async token =>
        {
            var metrics = await store.ListAsync(assetId, token);
            var newest = metrics.Count == 0 ? (DateTimeOffset?)null : metrics.Max(metric => metric.Latest.At);
            return new FoundAnswer<HistoryAnswer<IReadOnlyList<MetricResponse>>>(
                new HistoryAnswer<IReadOnlyList<MetricResponse>>(
                    [.. metrics.Select(MetricResponse.From)],
                    HistoryMeta.Of(request, newest, metrics.Select(metric => metric.Latest.Source)) with { Currency = null }),
                metrics.Count == 0);
        });
    }

    private static async Task<Results<CachedJsonAnswer<HistoryPage<MetricValueResponse>>, HistoryRows<MetricValueResponse>, ApiProblem>> GetMetricAsync(
        string id,
        string name,
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        IMetricStore store,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (HistoryRequest.ReadOfAsset(
            id, query, HistoryParameters.From, holder.Required, time.GetUtcNow(), out var assetId, out var problem) is not { } request)
        {
            return problem!;
        }

        var rowFormat = RowFormats.Of(context.Request);
        if (HistoryParameters.LimitOf(query, Limit, rowFormat, "values", out problem) is not { } limit)
        {
            return problem!;
        }

        // Lower case, as for the ids of assets.
        var metric = name.ToLowerInvariant();
        var unknown = new ApiProblem(
            StatusCodes.Status404NotFound, "unknown_metric", $"The asset has no such metric. GET /v1/assets/{id}/metrics lists those it has.");
        context.Response.Headers.Vary = "Accept";
        if (rowFormat != RowFormat.Json)
        {
            if (!await store.ExistsAsync(assetId, metric, cancellationToken))
            {
                return unknown;
            }

            var start = await StartOfAsync(store, assetId, metric, request, limit, cancellationToken);
            var rows = store.ReadAsync(assetId, metric, start, request.To, limit, cancellationToken);
            return new HistoryRows<MetricValueResponse>(rows.Select(MetricValueResponse.From), Columns, rowFormat, request.Format);
        }

        var link = new HistoryLink(context.Request);
        return new CachedJsonAnswer<HistoryPage<MetricValueResponse>>(
            request.Format,
            request.FreshUntil,
            async token =>
            {
                var start = await StartOfAsync(store, assetId, metric, request, limit, token);
                var found = await store.ReadAsync(assetId, metric, start, request.To, limit + 1, token).ToListAsync(token);
                if (found.Count == 0 && !await store.ExistsAsync(assetId, metric, token))
                {
                    return FoundAnswer<HistoryPage<MetricValueResponse>>.None;
                }

                var page = found.Take(limit).ToList();
                DateTimeOffset? next = found.Count > limit ? found[limit].At : null;
                return new FoundAnswer<HistoryPage<MetricValueResponse>>(
                    new HistoryPage<MetricValueResponse>(
                        [.. page.Select(MetricValueResponse.From)],
                        HistoryMeta.Of(request, page.LastOrDefault()?.At, page.Select(point => point.Source)) with { Currency = null },
                        next),
                    page.Count == 0,
                    link.To(next));
            },
            unknown);
    }

    /// <summary>Start of the range; without one in the request, that of as many values before its end as are asked for.</summary>
    private static async Task<DateTimeOffset> StartOfAsync(
        IMetricStore store, int assetId, string metric, HistoryRequest request, int limit, CancellationToken cancellationToken) =>
        request.From ?? await store.FindStartAsync(assetId, metric, request.To, limit, cancellationToken) ?? request.To;
}
