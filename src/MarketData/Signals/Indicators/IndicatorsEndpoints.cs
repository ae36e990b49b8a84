using MarketData.Caching;
using MarketData.Candles;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Signals.Indicators;

internal static class IndicatorsEndpoints
{
    private const int MaxIndicators = 20;

    private static readonly QueryParameter<IReadOnlyList<string>> Names = Parameter.List(
        "names",
        MaxIndicators,
        "Indicators joined by commas, each with its parameters behind colons; parameters left out are the defaults. GET /v1/indicators lists them.",
        "sma:50,rsi:14,macd:12:26:9,bollinger:20:2",
        required: true);

    public static void MapIndicators(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/indicators", () => new JsonAnswer<IndicatorsResponse>(IndicatorsResponse.All))
            .WithTags("Signals")
            .WithName("GetIndicators")
            .WithSummary("The technical indicators, each with its parameters, outputs, formula, source and warm-up.")
            .WithDescription("Their values are at GET /v1/assets/{id}/indicators.")
            .WithMetadata(QueryContract.Empty);

        routes.MapSnapshotGroup("/v1/assets/{id}", "Signals").MapGet("/indicators", GetAssetIndicatorsAsync)
            .WithName("GetAssetIndicators")
            .WithPath(PathParameter.AssetId)
            .WithSummary("Technical indicators over the candles of one asset, oldest first.")
            .WithDescription("A row for each candle that GET /v1/assets/{id}/candles gives with the same parameters. Candles before them are read to warm up, as many as the indicators ask for and the history has; settled says of each row whether they were enough. Windows count candles: one that does not exist is not invented. The row of the open candle (closed false) moves until the candle closes. With Accept: text/csv or application/x-ndjson the rows are streamed, up to 1000000 of them.")
            .WithQuery(
                Names,
                HistoryParameters.Interval,
                HistoryParameters.From,
                HistoryParameters.To,
                HistoryParameters.StreamLimit,
                HistoryParameters.Vs,
                MarketParameters.Precision,
                MarketParameters.Numbers)
            .WithMetadata(new RowsMetadata(typeof(IndicatorValuesResponse)))
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<CachedJsonAnswer<HistoryPage<IndicatorValuesResponse>>, HistoryRows<IndicatorValuesResponse>, ApiProblem>> GetAssetIndicatorsAsync(
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
        if (HistoryParameters.LimitOf(query, HistoryParameters.StreamLimit, rowFormat, "rows", out problem) is not { } limit
            || Read(query.Get(Names), out problem) is not { } named)
        {
            return problem!;
        }

        context.Response.Headers.Vary = "Accept";
        var width = query.Get(HistoryParameters.Interval);
        var columns = IndicatorColumns.Of(named);
        if (rowFormat != RowFormat.Json)
        {
            var start = await CandleHistory.StartAsync(store, assetId, width, request, limit, cancellationToken);
            var rows = await RunAsync(store, assetId, width, named, start, request.To, limit, cancellationToken);
            return new HistoryRows<IndicatorValuesResponse>(
                rows.Select(row => IndicatorValuesResponse.From(row, columns, width, request)), columns.Csv, rowFormat, request.Format);
        }

        var link = new HistoryLink(context.Request);
        return new CachedJsonAnswer<HistoryPage<IndicatorValuesResponse>>(request.Format, request.FreshUntil, async token =>
        {
            var start = await CandleHistory.StartAsync(store, assetId, width, request, limit, token);
            var found = await (await RunAsync(store, assetId, width, named, start, request.To, limit + 1, token)).ToListAsync(token);
            var page = found.Take(limit).ToList();
            DateTimeOffset? next = found.Count > limit ? found[limit].Candle.OpenTime : null;
            return new FoundAnswer<HistoryPage<IndicatorValuesResponse>>(
                new HistoryPage<IndicatorValuesResponse>(
                    [.. page.Select(row => IndicatorValuesResponse.From(row, columns, width, request))],
                    HistoryMeta.Of(request, page.LastOrDefault()?.Candle.LastAt, page.Select(row => row.Candle.Source)),
                    next),
                page.Count == 0,
                link.To(next));
        });
    }

    /// <summary>Rows from a start on, at most <paramref name="limit"/>; the candles before it that warm the indicators up are read with them.</summary>
    private static async Task<IAsyncEnumerable<IndicatorRow>> RunAsync(
        ICandleStore store,
        int assetId,
        CandleWidth width,
        IReadOnlyList<NamedIndicator> named,
        DateTimeOffset start,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken)
    {
        var set = new IndicatorSet(named);
        var begin = set.WarmUp == 0
            ? start
            : await CandleHistory.FindStartAsync(store, assetId, width, start, set.WarmUp, cancellationToken) ?? start;
        var candles = CandleHistory.ReadAsync(store, assetId, width, begin, to, set.WarmUp + limit, cancellationToken);
        return set.RunAsync(candles, start, cancellationToken).Take(limit);
    }

    private static List<NamedIndicator>? Read(IReadOnlyList<string> names, out ApiProblem? problem)
    {
        var named = new Dictionary<string, NamedIndicator>();
        foreach (var name in names)
        {
            if (NamedIndicator.Read(name, out var detail) is not { } indicator)
            {
                problem = ApiProblem.BadParameter(
                    Names.Name, "invalid_indicator", detail!, $"Names of GET /v1/indicators with their parameters: {string.Join(", ", IndicatorsResponse.All.Data.Select(known => known.Default))}.");
                return null;
            }

            named.TryAdd(indicator.Name, indicator);
        }

        problem = null;
        return [.. named.Values];
    }
}
