using MarketData.Markets;

namespace MarketData.Candles;

/// <summary>
/// Folds points into candles. Pure, and blind to order and repeats: points that come late, twice, or after a restart give the candle
/// that all of them at once would give.
/// </summary>
internal static class CandleFold
{
    /// <summary>A candle of one point.</summary>
    public static Candle Start(PricePoint point, CandleInterval interval) => new()
    {
        AssetId = point.AssetId,
        Interval = interval,
        OpenTime = interval.OpenTimeOf(point.AsOf),
        Origin = CandleOrigin.Own,
        Open = point.Price,
        High = point.Price,
        Low = point.Price,
        Close = point.Price,
        MarketCap = point.MarketCap,
        Volume24h = point.Volume24h,
        FirstAt = point.AsOf,
        LastAt = point.AsOf,
        Source = string.Join(',', point.Source.Split(',').Order(StringComparer.Ordinal)),
    };

    /// <summary>The candle with a point of its interval folded in.</summary>
    public static Candle Add(Candle candle, PricePoint point) => Merge(candle, Start(point, candle.Interval));

    /// <summary>
    /// Two candles of the same interval as one. At equal times the lower opening and the higher closing price is taken, so that the
    /// order in which they came does not matter.
    /// </summary>
    public static Candle Merge(Candle left, Candle right)
    {
        var opensLeft = Precedes(left.FirstAt, left.Open, right.FirstAt, right.Open);
        var closesLeft = !Precedes(left.LastAt, left.Close, right.LastAt, right.Close);
        var close = closesLeft ? left : right;
        var other = closesLeft ? right : left;
        return left with
        {
            Open = opensLeft ? left.Open : right.Open,
            FirstAt = opensLeft ? left.FirstAt : right.FirstAt,
            High = Math.Max(left.High, right.High),
            Low = Math.Min(left.Low, right.Low),
            Close = close.Close,
            LastAt = close.LastAt,
            MarketCap = AtClose(close, other, candle => candle.MarketCap),
            Volume24h = AtClose(close, other, candle => candle.Volume24h),
            Source = Join(left.Source, right.Source),
        };
    }

    private static bool Precedes(DateTimeOffset leftAt, decimal left, DateTimeOffset rightAt, decimal right) =>
        leftAt < rightAt || (leftAt == rightAt && left <= right);

    /// <summary>What is known at the close; at one and the same time and price the greater, which knows more than null.</summary>
    private static decimal? AtClose(Candle close, Candle other, Func<Candle, decimal?> figure)
    {
        var known = figure(close);
        return close.LastAt == other.LastAt && close.Close == other.Close && Nullable.Compare(figure(other), known) > 0 ? figure(other) : known;
    }

    private static string Join(string left, string right) => left == right
        ? left
        : string.Join(',', left.Split(',').Concat(right.Split(',')).Distinct().Order(StringComparer.Ordinal));
}
