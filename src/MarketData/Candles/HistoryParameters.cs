using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;

namespace MarketData.Candles;

/// <summary>Query parameters of the endpoints that give history.</summary>
internal static class HistoryParameters
{
    /// <summary>Most rows of a JSON answer.</summary>
    public const int MaxRows = 1000;

    /// <summary>Most rows of an answer that is streamed.</summary>
    public const int MaxStreamedRows = 1_000_000;

    private const int DefaultRows = 500;

    public static readonly QueryParameter<CandleWidth> Interval = Parameter.Named(
        "interval",
        CandleWidth.All.ToDictionary(width => width.Name),
        "1h",
        CandleWidth.All.Single(width => width.Name == "1h"),
        "Width of a candle. Days start at 00:00 UTC, weeks on Monday.");

    public static readonly QueryParameter<DateTimeOffset?> From = Parameter.Time(
        "from", "Start of the range, included. Absent: as far back as limit goes before to.", "2026-01-31T00:00:00Z");

    public static readonly QueryParameter<DateTimeOffset?> To = Parameter.Time(
        "to", "End of the range, excluded. Absent: now.", "2026-02-28T00:00:00Z");

    public static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, MaxRows, DefaultRows, "Entries on a page.");

    public static readonly QueryParameter<int> StreamLimit = Parameter.Integer(
        "limit", 1, MaxStreamedRows, DefaultRows, "Candles given: at most 1000 as JSON, at most 1000000 as CSV or NDJSON.");

    public static readonly QueryParameter<string?> Vs = Parameter.Text(
        "vs",
        16,
        "Currency of the amounts, letter case aside: any of GET /v1/currencies. Default usd. History is kept in US dollars; in any other currency every amount, however old, is converted at the current rate, not at the rate of its time, and meta.rates says current.",
        "usd");

    /// <summary>The limit of rows; null and the problem if a JSON answer does not hold as many.</summary>
    public static int? LimitOf(RequestQuery query, QueryParameter<int> parameter, RowFormat format, string rows, out ApiProblem? problem)
    {
        var limit = query.Get(parameter);
        problem = format != RowFormat.Json || limit <= MaxRows ? null : ApiProblem.BadParameter(
            "limit",
            "too_many_points",
            $"{limit} {rows} do not go into one JSON answer.",
            $"A whole number from 1 to {MaxRows}; with Accept: text/csv or application/x-ndjson to {MaxStreamedRows}.");
        return problem is null ? limit : null;
    }
}
