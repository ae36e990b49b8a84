namespace MarketData.Candles;

/// <summary>A window that the change of the price is given over.</summary>
/// <param name="Length">How long it is.</param>
/// <param name="Tolerance">By how much the time between the two prices may differ from that.</param>
/// <param name="Intervals">Candles that the price at its start may be taken from; the one that ends nearest to the start is.</param>
internal sealed record ChangeWindow(TimeSpan Length, TimeSpan Tolerance, IReadOnlyList<CandleInterval> Intervals)
{
    private static readonly IReadOnlyList<CandleInterval> HoursOrDays = [CandleInterval.OneHour, CandleInterval.OneDay];

    public static readonly ChangeWindow H1 = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(15), [CandleInterval.FiveMinutes]);

    public static readonly ChangeWindow H24 = new(TimeSpan.FromDays(1), TimeSpan.FromHours(2), [CandleInterval.FiveMinutes, CandleInterval.OneHour]);

    public static readonly ChangeWindow D7 = new(TimeSpan.FromDays(7), TimeSpan.FromHours(12), [CandleInterval.OneHour]);

    public static readonly ChangeWindow D14 = new(TimeSpan.FromDays(14), TimeSpan.FromHours(36), HoursOrDays);

    public static readonly ChangeWindow D30 = new(TimeSpan.FromDays(30), TimeSpan.FromDays(2), HoursOrDays);

    public static readonly ChangeWindow D200 = new(TimeSpan.FromDays(200), TimeSpan.FromDays(3), HoursOrDays);

    public static readonly ChangeWindow Y1 = new(TimeSpan.FromDays(365), TimeSpan.FromDays(3), HoursOrDays);

    public static readonly IReadOnlyList<ChangeWindow> All = [H1, H24, D7, D14, D30, D200, Y1];

    /// <summary>Start of the slot in which the price at the window's start stays the same one: as wide as the finest candle.</summary>
    public DateTimeOffset SlotOf(DateTimeOffset now) => Intervals[0].OpenTimeOf(now);
}
