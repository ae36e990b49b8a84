using MarketData.Candles;
using MarketData.Hosting.Queries;

namespace MarketData.CoinGecko;

/// <summary>What of the past a chart is asked for.</summary>
/// <param name="Start">Start of the range, included.</param>
/// <param name="End">End of the range, excluded.</param>
/// <param name="Now">Time of the request by our clock.</param>
/// <param name="Asked">The interval asked for; null to choose one by the length.</param>
internal sealed record ChartRange(DateTimeOffset Start, DateTimeOffset End, DateTimeOffset Now, CandleInterval? Asked)
{
    public static readonly QueryParameter<TimeSpan> Days = CoinDates.Back("days", "How far the chart goes back from now.", "7");

    public static readonly QueryParameter<DateTimeOffset?> From = CoinDates.Time("from", "Start of the range, included.", "2026-01-01");

    public static readonly QueryParameter<DateTimeOffset?> To = CoinDates.Time("to", "End of the range, included.", "2026-01-31");

    public static readonly QueryParameter<CandleInterval?> Interval = Parameter.Named<CandleInterval?>(
        "interval",
        new Dictionary<string, CandleInterval?>
        {
            ["5m"] = CandleInterval.FiveMinutes,
            ["hourly"] = CandleInterval.OneHour,
            ["daily"] = CandleInterval.OneDay,
        },
        null,
        null,
        "Distance of the entries. Absent: by the length of the range.").OrDefault();

    /// <summary>As wide as CoinGecko's candles over more than a month.</summary>
    private static readonly CandleWidth FourDays = new("4d", CandleInterval.OneDay, 4);

    /// <summary>The finest prices to give.</summary>
    public CandleInterval Grain => Asked ?? Length.TotalDays switch
    {
        <= 1 => CandleInterval.FiveMinutes,
        <= 90 => CandleInterval.OneHour,
        _ => CandleInterval.OneDay,
    };

    /// <summary>Width of the candles to give.</summary>
    public CandleWidth CandleWidth => Asked is { } interval ? new CandleWidth(interval.Name(), interval, 1) : Length.TotalDays switch
    {
        <= 2 => Width("30m"),
        <= 30 => Width("4h"),
        _ => FourDays,
    };

    /// <inheritdoc cref="HistoryRequest.FreshUntil"/>
    public DateTimeOffset FreshUntil => HistoryRequest.FreshUntilOf(Now);

    private TimeSpan Length => End - Start;

    public static ChartRange Read(RequestQuery query, DateTimeOffset now)
    {
        var asked = query.Get(Interval);
        if (query.Get(From) is { } from && query.Get(To) is { } to)
        {
            // The end is included, and a source's clock may be ahead of ours; beyond, times would leave the calendar.
            return new ChartRange(from, to < now.AddDays(1) ? to.AddTicks(1) : now.AddDays(1), now, asked);
        }

        var length = query.Get(Days);
        var start = length >= now - DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : now - length;
        return new ChartRange(start, now, now, asked);
    }

    private static CandleWidth Width(string name) => CandleWidth.All.Single(width => width.Name == name);
}
