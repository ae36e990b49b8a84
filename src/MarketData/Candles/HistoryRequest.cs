using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Candles;

/// <summary>What of the history is asked for, checked.</summary>
/// <param name="Snapshot">The snapshot that asset and rate are looked up in.</param>
/// <param name="Currency">Currency of the amounts.</param>
/// <param name="Format">How amounts are written.</param>
/// <param name="From">Start of the range, included; null if it is to be found from the end.</param>
/// <param name="To">End of the range, excluded.</param>
/// <param name="Now">Time of the request by our clock.</param>
internal sealed record HistoryRequest(
    MarketSnapshot Snapshot, Currency Currency, NumberFormat Format, DateTimeOffset? From, DateTimeOffset To, DateTimeOffset Now)
{
    /// <summary>
    /// When an answer may be another one though nothing was stored: the finest candle closes, or its time for late points is over.
    /// </summary>
    public DateTimeOffset FreshUntil => FreshUntilOf(Now);

    /// <inheritdoc cref="FreshUntil"/>
    /// <param name="now">Time of the request by our clock.</param>
    public static DateTimeOffset FreshUntilOf(DateTimeOffset now)
    {
        var slot = PricePoint.SlotOf(now);
        var final = slot + CandleResponse.Grace;
        return now < final ? final : slot + PricePoint.Grid;
    }

    /// <inheritdoc cref="Read(RequestQuery, QueryParameter{DateTimeOffset?}, MarketSnapshot, DateTimeOffset, out ApiProblem?)"/>
    public static HistoryRequest? Read(RequestQuery query, MarketSnapshot snapshot, DateTimeOffset now, out ApiProblem? problem) =>
        Read(query, HistoryParameters.From, snapshot, now, out problem);

    /// <summary>Reads a request's query; null and the problem if it does not fit.</summary>
    public static HistoryRequest? Read(
        RequestQuery query, QueryParameter<DateTimeOffset?> start, MarketSnapshot snapshot, DateTimeOffset now, out ApiProblem? problem)
    {
        var from = query.Get(start);
        var to = query.Get(HistoryParameters.To);
        problem = from switch
        {
            _ when from > now => ApiProblem.BadParameter(
                "from", "future_from", $"{query.TextOf(start)} is in the future.", "A time that is not after now."),
            _ when from >= (to ?? now) => ApiProblem.BadParameter(
                "from", "reversed_range", "from is not before to.", "A time before to, or before now where there is no to."),
            _ => null,
        };
        if (problem is not null
            || !MarketParameters.TryGetCurrency(
                "vs", query.Get(HistoryParameters.Vs) ?? Currency.UsDollar.Code, snapshot, out var currency, out problem))
        {
            return null;
        }

        // A source's clock may be ahead of ours, but nothing lies farther ahead; beyond, times would leave the calendar.
        var latest = now.AddDays(1);
        return new HistoryRequest(snapshot, currency, MarketParameters.FormatOf(query), from, to is null ? now : to < latest ? to.Value : latest, now);
    }

    /// <summary>Reads a request about one asset; null and the problem if there is no such asset, or its query does not fit.</summary>
    public static HistoryRequest? ReadOfAsset(
        string id,
        RequestQuery query,
        QueryParameter<DateTimeOffset?> start,
        MarketSnapshot snapshot,
        DateTimeOffset now,
        out int assetId,
        out ApiProblem? problem)
    {
        var row = snapshot.Find(id) is { } number ? snapshot.Rows[number] : null;
        assetId = row?.Asset.Id ?? 0;
        problem = ApiProblem.UnknownAsset(id);
        return row is null ? null : Read(query, start, snapshot, now, out problem);
    }

    /// <summary>An amount of US dollars as it is to be given; null if unknown or beyond the range of a decimal.</summary>
    public decimal? Amount(decimal? usDollars) => Format.Round(Currency.FromUsd(usDollars));
}
