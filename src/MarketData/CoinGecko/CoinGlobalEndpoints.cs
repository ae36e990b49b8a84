using MarketData.Candles;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.CoinGecko;

internal static class CoinGlobalEndpoints
{
    private static readonly QueryParameter<string?> Vs = Parameter.Text(
        "vs_currency", 16, "Currency of the amounts, letter case aside: any of /simple/supported_vs_currencies. Default usd.", "usd");

    public static void MapCoinGlobal(this RouteGroupBuilder group)
    {
        group.MapGet("/exchange_rates", GetRates)
            .WithName("CoinGeckoExchangeRates")
            .WithTags("CoinGlobal")
            .WithSummary("What a bitcoin is worth in each currency.")
            .WithDescription("Empty while bitcoin has no price.")
            .WithLenientQuery();

        group.MapGet("/global", GetGlobal)
            .WithName("CoinGeckoGlobal")
            .WithTags("CoinGlobal")
            .WithSummary("The market as a whole.")
            .WithDescription("Sums are over the coins that this service knows.")
            .WithLenientQuery();

        group.MapGet("/global/decentralized_finance_defi", GetDefi)
            .WithName("CoinGeckoGlobalDefi")
            .WithTags("CoinGlobal")
            .WithSummary("Decentralised finance as a whole.")
            .WithDescription("Sums are over the members of the category decentralized-finance-defi that this service knows.")
            .WithLenientQuery();

        group.MapGet("/global/market_cap_chart", GetChart)
            .WithName("CoinGeckoGlobalChart")
            .WithTags("CoinGlobal")
            .WithSummary("Market cap and volume of the whole market over time.")
            .WithDescription("Of up to 90 days the last totals of each hour, beyond those of each day. Amounts in other currencies than usd are converted at the current rate.")
            .WithLenientQuery(ChartRange.Days, Vs)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static CoinGeckoPage<ExchangeRates> GetRates(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinGeckoAnswer.Of(snapshot, ExchangeRates.From(snapshot));
    }

    private static CoinGeckoPage<CoinGlobal> GetGlobal(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinGeckoAnswer.Of(snapshot, new CoinGlobal(CoinGlobalData.From(snapshot)));
    }

    private static CoinGeckoPage<CoinDefi> GetDefi(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinGeckoAnswer.Of(snapshot, new CoinDefi(CoinDefiData.From(snapshot)));
    }

    private static Results<CoinGeckoHistory<CoinGlobalChart>, ApiProblem> GetChart(
        RequestQuery query, SnapshotHolder holder, ICandleStore store, TimeProvider time)
    {
        var snapshot = holder.Required;
        if (!MarketParameters.TryGetCurrency(Vs.Name, query.Get(Vs) ?? Currency.UsDollar.Code, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var range = ChartRange.Read(query, time.GetUtcNow());
        var grain = range.Grain == CandleInterval.OneDay ? CandleInterval.OneDay : CandleInterval.OneHour;
        return new CoinGeckoHistory<CoinGlobalChart>(range.FreshUntil, async token =>
        {
            var points = await GlobalSeries.ReadAsync(store, range.Start, range.End, grain, token).ToListAsync(token);
            return new(
                new CoinGlobalChart(new CoinGlobalSeries(Pairs(points, point => point.MarketCap), Pairs(points, point => point.Volume24h))), points.Count == 0);
        });

        IReadOnlyList<IReadOnlyList<decimal?>> Pairs(IReadOnlyList<GlobalPoint> points, Func<GlobalPoint, decimal?> figure) =>
            [.. points.Select(point => (IReadOnlyList<decimal?>)[point.At.ToUnixTimeMilliseconds(), currency.FromUsd(figure(point))])];
    }
}
