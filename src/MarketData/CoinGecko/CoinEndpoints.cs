using MarketData.Candles;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.CoinGecko;

internal static class CoinEndpoints
{
    private static readonly QueryParameter<DateTimeOffset> Date = CoinDates.Day(
        "date", "The day: its first moment, 00:00 UTC, is what is given.", "2026-01-31");

    public static void MapCoin(this RouteGroupBuilder group)
    {
        group.MapGet("/coins/{id}", GetCoinAsync)
            .WithName("CoinGeckoCoin")
            .WithPath(CoinGeckoParameters.CoinId)
            .WithSummary("One coin with everything known of it.")
            .WithDescription("Amounts are in every currency there is a rate for, converted at the current rate; percentages are measured in US dollars and stand under usd alone. What communities, developers and exchanges say of it is not known here.")
            .WithLenientQuery(CoinDetailQuery.Parameters)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/coins/{id}/contract/{contractAddress}", GetCoinByContractAsync)
            .WithName("CoinGeckoCoinByContract")
            .WithPath(CoinGeckoParameters.PlatformId, CoinGeckoParameters.ContractAddress)
            .WithSummary("One coin by the address of its contract.")
            .WithDescription("As /coins/{id}, with the address asked for beside it.")
            .WithLenientQuery(CoinDetailQuery.Parameters)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/coins/{id}/history", GetHistory)
            .WithName("CoinGeckoCoinHistory")
            .WithPath(CoinGeckoParameters.CoinId)
            .WithSummary("Price, market cap and volume of one coin at the beginning of a day.")
            .WithDescription("From the last price of the day before, or else the first of the day. Amounts in other currencies than usd are converted at the current rate. Without a price there is no market_data.")
            .WithLenientQuery(Date, CoinDetailQuery.Localization)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        group.MapGet("/coins/{id}/tickers", GetTickers)
            .WithName("CoinGeckoCoinTickers")
            .WithPath(CoinGeckoParameters.CoinId)
            .WithSummary("Markets that one coin is traded on: none are known here.")
            .WithDescription("Always an empty list under the coin's name.")
            .WithLenientQuery()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Task<Results<CoinGeckoPage<CoinDetail>, ApiProblem>> GetCoinAsync(
        string id, RequestQuery query, SnapshotHolder holder, Sparklines sparklines, CancellationToken cancellationToken) =>
        DetailAsync(holder.Required, holder.Required.Find(id), id, null, query, sparklines, cancellationToken);

    private static Task<Results<CoinGeckoPage<CoinDetail>, ApiProblem>> GetCoinByContractAsync(
        string id, string contractAddress, RequestQuery query, SnapshotHolder holder, Sparklines sparklines, CancellationToken cancellationToken)
    {
        var snapshot = holder.Required;
        return DetailAsync(snapshot, snapshot.FindByContract(id, contractAddress), contractAddress, contractAddress, query, sparklines, cancellationToken);
    }

    private static async Task<Results<CoinGeckoPage<CoinDetail>, ApiProblem>> DetailAsync(
        MarketSnapshot snapshot,
        int? number,
        string asked,
        string? contractAddress,
        RequestQuery query,
        Sparklines sparklines,
        CancellationToken cancellationToken)
    {
        if (number is not { } row)
        {
            return ApiProblem.UnknownAsset(asked);
        }

        var wanted = CoinDetailQuery.Read(query);
        var lines = wanted.Sparkline ? await sparklines.GetAsync(cancellationToken) : null;
        return CoinGeckoAnswer.Of(snapshot, CoinDetail.From(snapshot, snapshot.Rows[row], wanted, lines) with { ContractAddress = contractAddress });
    }

    private static Results<CoinGeckoHistory<CoinOnDay>, ApiProblem> GetHistory(
        string id, RequestQuery query, SnapshotHolder holder, ICandleStore store, TimeProvider time)
    {
        var snapshot = holder.Required;
        if (snapshot.Find(id) is not { } number)
        {
            return ApiProblem.UnknownAsset(id);
        }

        var row = snapshot.Rows[number];
        return new CoinGeckoHistory<CoinOnDay>(HistoryRequest.FreshUntilOf(time.GetUtcNow()), async token =>
        {
            var start = await PriceSeries.FindStartOfDayAsync(store, row.Asset.Id, query.Get(Date), token);
            return new(CoinOnDay.From(snapshot, row, start, query.Get(CoinDetailQuery.Localization)), start is null);
        });
    }

    private static Results<CoinGeckoPage<CoinTickers>, ApiProblem> GetTickers(string id, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return snapshot.Find(id) is { } number ? CoinGeckoAnswer.Of(snapshot, new CoinTickers(snapshot.Rows[number].Asset.Name, [])) : ApiProblem.UnknownAsset(id);
    }
}

/// <summary>Markets of a coin.</summary>
/// <param name="Name">Name of the coin.</param>
/// <param name="Tickers">Always empty: not known here.</param>
public sealed record CoinTickers(string Name, IReadOnlyList<string> Tickers);
