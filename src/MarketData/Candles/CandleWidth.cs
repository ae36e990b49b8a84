namespace MarketData.Candles;

/// <summary>A width that candles are asked for in: a stored interval, or several candles of one folded together.</summary>
/// <param name="Name">Its name, such as <c>4h</c>.</param>
/// <param name="Stored">Interval of the candles that it is made of.</param>
/// <param name="Parts">How many of them make one.</param>
internal sealed record CandleWidth(string Name, CandleInterval Stored, int Parts)
{
    /// <summary>All widths, finest first.</summary>
    public static readonly IReadOnlyList<CandleWidth> All =
    [
        new("5m", CandleInterval.FiveMinutes, 1),
        new("15m", CandleInterval.FiveMinutes, 3),
        new("30m", CandleInterval.FiveMinutes, 6),
        new("1h", CandleInterval.OneHour, 1),
        new("4h", CandleInterval.OneHour, 4),
        new("1d", CandleInterval.OneDay, 1),
        new("1w", CandleInterval.OneDay, 7),
    ];

    /// <summary>Length of a candle.</summary>
    public TimeSpan Width => Stored.Width() * Parts;

    /// <summary>Start of the candle that holds a time, UTC. Weeks start on Monday, since tick 0, 0001-01-01, is one.</summary>
    public DateTimeOffset OpenTimeOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Width.Ticks), TimeSpan.Zero);

    /// <summary>The first start of a candle that is not before a time.</summary>
    public DateTimeOffset CeilingOf(DateTimeOffset time) => OpenTimeOf(time) is var open && open == time ? open : open + Width;
}
