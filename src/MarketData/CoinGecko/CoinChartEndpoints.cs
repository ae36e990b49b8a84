using MarketData.Candles;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.CoinGecko;

internal static class CoinChartEndpoints
{
    private const string ChartDescription =
        "Of up to a day every five minutes, of up to 90 days every hour, beyond every day at 00:00 UTC, unless interval says otherwise. Where the finer prices are not kept that far back, coarser ones stand before them. Amounts in other currencies than usd are converted at the current rate.";

    private const string CandleDescription =
        "Each row is the time of the close in milliseconds, open, high, low and close. Candles of 30 minutes over up to 2 days, of 4 hours over up to 30 days, beyond of 4 days, unless interval says otherwise. An interval in which no price was seen has no candle.";

    private static readonly QueryParameter[] Back =
        [CoinGeckoParameters.VsCurrency, ChartRange.Days, ChartRange.Interval, CoinGeckoParameters.Precision];

    private static readonly QueryParameter[] Range =
        [CoinGeckoParameters.VsCurrency, ChartRange.From, ChartRange.To, ChartRange.Interval, CoinGeckoParameters.Precision];

    public static void MapCoinCharts(this RouteGroupBuilder group)
    {
        Map(group, "/coins/{id}/market_chart", GetChartAsync, "MarketChart", "Price, market cap and volume of one coin over the last days.", ChartDescription, Back);
        Map(group, "/coins/{id}/market_chart/range", GetChartAsync, "MarketChartRange", "Price, market cap and volume of one coin over a range.", ChartDescription, Range);
        Map(group, "/coins/{id}/ohlc", GetCandlesAsync, "Ohlc", "Candles of one coin over the last days.", CandleDescription, Back);
        Map(group, "/coins/{id}/ohlc/range", GetCandlesAsync, "OhlcRange", "Candles of one coin over a range.", CandleDescription, Range);
        MapContract(group, "/coins/{id}/contract/{contractAddress}/market_chart", "ContractMarketChart", "Price, market cap and volume of one token over the last days.", Back);
        MapContract(group, "/coins/{id}/contract/{contractAddress}/market_chart/range", "ContractMarketChartRange", "Price, market cap and volume of one token over a range.", Range);
    }

    private static void Map(
        RouteGroupBuilder group, string route, Delegate handler, string name, string summary, string description, QueryParameter[] parameters) =>
        Describe(group.MapGet(route, handler).WithPath(CoinGeckoParameters.CoinId), name, summary, description, parameters);

    private static void MapContract(RouteGroupBuilder group, string route, string name, string summary, QueryParameter[] parameters) =>
        Describe(
            group.MapGet(route, GetContractChartAsync).WithPath(CoinGeckoParameters.PlatformId, CoinGeckoParameters.ContractAddress),
            name,
            summary,
            ChartDescription,
            parameters);

    private static void Describe(RouteHandlerBuilder route, string name, string summary, string description, QueryParameter[] parameters) => route
        .WithName("CoinGecko" + name)
        .WithTags("CoinCharts")
        .WithSummary(summary)
        .WithDescription(description)
        .WithLenientQuery(parameters)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static Task<Results<CoinGeckoAnswer<MarketChart>, ApiProblem>> GetChartAsync(
        string id, RequestQuery query, SnapshotHolder holder, ICandleStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var snapshot = holder.Required;
        return ChartAsync(snapshot, snapshot.Find(id), id, query, store, time, cancellationToken);
    }

    private static Task<Results<CoinGeckoAnswer<MarketChart>, ApiProblem>> GetContractChartAsync(
        string id,
        string contractAddress,
        RequestQuery query,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var snapshot = holder.Required;
        return ChartAsync(snapshot, snapshot.FindByContract(id, contractAddress), contractAddress, query, store, time, cancellationToken);
    }

    private static async Task<Results<CoinGeckoAnswer<MarketChart>, ApiProblem>> ChartAsync(
        MarketSnapshot snapshot, int? number, string asked, RequestQuery query, ICandleStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        if (number is not { } row)
        {
            return ApiProblem.UnknownAsset(asked);
        }

        if (!CoinGeckoParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var range = ChartRange.Read(query, time.GetUtcNow());
        var series = await PriceSeries.ReadAsync(store, snapshot.Rows[row].Asset.Id, range.Start, range.End, range.Grain, cancellationToken);
        return CoinGeckoAnswer.Of(MarketChart.From(series, currency, CoinGeckoParameters.FormatOf(query), range.Now));
    }

    private static async Task<Results<CoinGeckoAnswer<IReadOnlyList<IReadOnlyList<decimal?>>>, ApiProblem>> GetCandlesAsync(
        string id, RequestQuery query, SnapshotHolder holder, ICandleStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        const int MaxCandles = 100_000;
        var snapshot = holder.Required;
        if (snapshot.Find(id) is not { } number)
        {
            return ApiProblem.UnknownAsset(id);
        }

        if (!CoinGeckoParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var range = ChartRange.Read(query, time.GetUtcNow());
        var width = range.CandleWidth;
        var format = CoinGeckoParameters.FormatOf(query);
        var candles = CandleHistory.ReadAsync(store, snapshot.Rows[number].Asset.Id, width, range.Start, range.End, MaxCandles, cancellationToken);
        return CoinGeckoAnswer.Of<IReadOnlyList<IReadOnlyList<decimal?>>>(await candles.Select(RowOf).ToListAsync(cancellationToken));

        IReadOnlyList<decimal?> RowOf(Candle candle) =>
        [
            (candle.OpenTime + width.Width).ToUnixTimeMilliseconds(), Amount(candle.Open), Amount(candle.High), Amount(candle.Low), Amount(candle.Close),
        ];

        decimal? Amount(decimal usDollars) => format.Round(currency.FromUsd(usDollars));
    }
}
