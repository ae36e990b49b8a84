using MarketData.Candles;

namespace MarketData.Database;

/// <summary>Rows of <see cref="CandleSql"/> to records, column by column.</summary>
internal static class CandleRows
{
    private const int FiguresOfACandle = 10;

    private static readonly Dictionary<string, CandleInterval> Intervals =
        CandleIntervals.All.ToDictionary(interval => interval.Name(), interval => interval);

    public static Candle Candle(RowReader row) => Candle(row, key: 1, figures: 4);

    public static CandleClose Close(RowReader row) => new(row.Int(0), row.Time(1), row.Money(2));

    public static AssetDay Day(RowReader row) => new(row.Int(0), row.Time(1), row.Money(2), row.MoneyOrNull(3), row.MoneyOrNull(4));

    public static CandleCorrection Correction(RowReader row) =>
        new(Candle(row, key: 2, figures: 6), Candle(row, key: 2, figures: 6 + FiguresOfACandle), row.Time(1), row.Text(5));

    public static GlobalPoint GlobalPoint(RowReader row) =>
        new(row.Time(0), row.MoneyOrNull(1), row.MoneyOrNull(2), row.Int(3), StoredShares.Parse(row.Text(4)));

    public static CategoryPoint CategoryPoint(RowReader row) =>
        new(row.Text(0), row.Time(1), row.MoneyOrNull(2), row.MoneyOrNull(3), row.Int(4));

    /// <param name="row">The row, which begins with the asset.</param>
    /// <param name="key">Place of the interval, which open_time and origin follow.</param>
    /// <param name="figures">Place of the first of the ten columns from open to source.</param>
    private static Candle Candle(RowReader row, int key, int figures) => new()
    {
        AssetId = row.Int(0),
        Interval = Interval(row, key),
        OpenTime = row.Time(key + 1),
        Origin = row.Enum<CandleOrigin>(key + 2),
        Open = row.Money(figures),
        High = row.Money(figures + 1),
        Low = row.Money(figures + 2),
        Close = row.Money(figures + 3),
        Volume = row.MoneyOrNull(figures + 4),
        MarketCap = row.MoneyOrNull(figures + 5),
        Volume24h = row.MoneyOrNull(figures + 6),
        FirstAt = row.Time(figures + 7),
        LastAt = row.Time(figures + 8),
        Source = row.Text(figures + 9),
    };

    public static CandleInterval Interval(RowReader row, int ordinal) => Intervals.TryGetValue(row.Text(ordinal), out var interval)
        ? interval
        : throw new FormatException($"'{row.Text(ordinal)}' is no interval that this build knows.");
}
