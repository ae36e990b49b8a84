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
        Map(group, "/coins/{id}/market_chart", GetChart, "MarketChart", "Price, market cap and volume of one coin over the last days.", ChartDescription, Back);
        Map(group, "/coins/{id}/market_chart/range", GetChart, "MarketChartRange", "Price, market cap and volume of one coin over a range.", ChartDescription, Range);
        Map(group, "/coins/{id}/ohlc", GetCandles, "Ohlc", "Candles of one coin over the last days.", CandleDescription, Back);
        Map(group, "/coins/{id}/ohlc/range", GetCandles, "OhlcRange", "Candles of one coin over a range.", CandleDescription, Range);
        MapContract(group, "/coins/{id}/contract/{contractAddress}/market_chart", "ContractMarketChart", "Price, market cap and volume of one token over the last days.", Back);
        MapContract(group, "/coins/{id}/contract/{contractAddress}/market_chart/range", "ContractMarketChartRange", "Price, market cap and volume of one token over a range.", Range);
    }

    private static void Map(
        RouteGroupBuilder group, string route, Delegate handler, string name, string summary, string description, QueryParameter[] parameters) =>
        Describe(group.MapGet(route, handler).WithPath(CoinGeckoParameters.CoinId), name, summary, description, parameters);

    private static void MapContract(RouteGroupBuilder group, string route, string name, string summary, QueryParameter[] parameters) =>
        Describe(
            group.MapGet(route, GetContractChart).WithPath(CoinGeckoParameters.PlatformId, CoinGeckoParameters.ContractAddress),
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

    private static Results<CoinGeckoHistory<MarketChart>, ApiProblem> GetChart(
        string id, RequestQuery query, SnapshotHolder holder, ICandleStore store, TimeProvider time)
    {
        var snapshot = holder.Required;
        return ChartOf(snapshot, snapshot.Find(id), id, query, store, time);
    }

    private static Results<CoinGeckoHistory<MarketChart>, ApiProblem> GetContractChart(
        string id,
        string contractAddress,
        RequestQuery query,
        SnapshotHolder holder,
        ICandleStore store,
        TimeProvider time)
    {
        var snapshot = holder.Required;
        return ChartOf(snapshot, snapshot.FindByContract(id, contractAddress), contractAddress, query, store, time);
    }

    private static Results<CoinGeckoHistory<MarketChart>, ApiProblem> ChartOf(
        MarketSnapshot snapshot, int? number, string asked, RequestQuery query, ICandleStore store, TimeProvider time)
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
        return new CoinGeckoHistory<MarketChart>(range.FreshUntil, async token =>
        {
            var series = await PriceSeries.ReadAsync(store, snapshot.Rows[row].Asset.Id, range.Start, range.End, range.Grain, token);
            return new(MarketChart.From(series, currency, CoinGeckoParameters.FormatOf(query), range.Now), series.Count == 0);
        });
    }

    private static Results<CoinGeckoHistory<IReadOnlyList<IReadOnlyList<decimal?>>>, ApiProblem> GetCandles(
        string id, RequestQuery query, SnapshotHolder holder, ICandleStore store, TimeProvider time)
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
        return new CoinGeckoHistory<IReadOnlyList<IReadOnlyList<decimal?>>>(range.FreshUntil, async token =>
        {
            var candles = CandleHistory.ReadAsync(store, snapshot.Rows[number].Asset.Id, width, range.Start, range.End, MaxCandles, token);
            var rows = await candles.Select(RowOf).ToListAsync(token);
            return new(rows, rows.Count == 0);
        });

        IReadOnlyList<decimal?> RowOf(Candle candle) =>
        [
            (candle.OpenTime + width.Width).ToUnixTimeMilliseconds(), Amount(candle.Open), Amount(candle.High), Amount(candle.Low), Amount(candle.Close),
        ];

        decimal? Amount(decimal usDollars) => format.Round(currency.FromUsd(usDollars));
    }
}
