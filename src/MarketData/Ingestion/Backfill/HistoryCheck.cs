using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Ingestion.Backfill;

/// <summary>The gate of the past: takes the rows that can be believed, digit for digit, and counts the others.</summary>
/// <remarks>Candles that a provider contradicts itself in are refused whole: a high below the close leaves no figure to trust.</remarks>
internal static class HistoryCheck
{
    /// <summary>The candles of a page that lie within the range, on the grid, and are consistent; of two of one time the later.</summary>
    public static IReadOnlyList<Candle> Take(
        IReadOnlyList<HistoryCandle> rows, int assetId, HistoryRange range, string source, out int refused)
    {
        var candles = new Dictionary<DateTimeOffset, Candle>();
        refused = 0;
        foreach (var row in rows)
        {
            if (row.OpenTime is { } openTime && (openTime < range.From || openTime >= range.To))
            {
                continue;
            }

            if (ToCandle(row, assetId, range.Interval, source) is { } candle)
            {
                candles[candle.OpenTime] = candle;
            }
            else
            {
                refused++;
            }
        }

        return [.. candles.Values.OrderBy(candle => candle.OpenTime)];
    }

    /// <summary>The points of a page that lie within the range and have a price.</summary>
    public static IReadOnlyList<PricePoint> Take(
        IReadOnlyList<HistoryPoint> rows, int assetId, HistoryRange range, string source, out int refused)
    {
        var points = new List<PricePoint>(rows.Count);
        refused = 0;
        foreach (var row in rows.Where(row => row.At >= range.From && row.At < range.To))
        {
            if (row.Price.Exact is { } price and > 0)
            {
                points.Add(new PricePoint(
                    assetId, PricePoint.SlotOf(row.At), row.At, price, Positive(row.MarketCap), NotNegative(row.Volume24h), source));
            }
            else
            {
                refused++;
            }
        }

        return points;
    }

    private static Candle? ToCandle(HistoryCandle row, int assetId, CandleInterval interval, string source)
    {
        if (row.OpenTime is not { } openTime
            || openTime != interval.OpenTimeOf(openTime)
            || row is not
            {
                Open.Exact: { } open and > 0,
                High.Exact: { } high and > 0,
                Low.Exact: { } low and > 0,
                Close.Exact: { } close and > 0,
            }
            || high < Math.Max(open, close)
            || low > Math.Min(open, close)
            || row.Volume.State is SourceNumberState.NotANumber
            || row.Volume.Exact < 0)
        {
            return null;
        }

        return new Candle
        {
            AssetId = assetId,
            Interval = interval,
            OpenTime = openTime,
            Origin = CandleOrigin.Provider,
            Open = open,
            High = high,
            Low = low,
            Close = close,
            Volume = row.Volume.Exact,
            MarketCap = Positive(row.MarketCap),
            FirstAt = openTime,
            LastAt = openTime + interval.Width() - LastTick,
            Source = source,
        };
    }

    // What the databases keep of times.
    private static readonly TimeSpan LastTick = TimeSpan.FromMicroseconds(1);

    private static decimal? Positive(SourceNumber number) => number.Exact is > 0 ? number.Exact : null;

    private static decimal? NotNegative(SourceNumber number) => number.Exact is >= 0 ? number.Exact : null;
}
