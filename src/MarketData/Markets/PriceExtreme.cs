using MarketData.Candles;

namespace MarketData.Markets;

/// <summary>The highest or the lowest price that our own history knows of an asset. Money is in US dollars.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="Price">The price.</param>
/// <param name="At">When it was seen, by the source's clock; where only a candle is known, its start.</param>
/// <param name="Source">The sources it rests on, joined by commas.</param>
public sealed record PriceExtreme(int AssetId, ExtremeKind Kind, decimal Price, DateTimeOffset At, string Source)
{
    /// <summary>Both extremes of a point.</summary>
    public static IEnumerable<PriceExtreme> Of(PricePoint point) =>
    [
        new(point.AssetId, ExtremeKind.Ath, point.Price, point.AsOf, point.Source),
        new(point.AssetId, ExtremeKind.Atl, point.Price, point.AsOf, point.Source),
    ];

    /// <summary>Both extremes of a candle. When within the candle they were is known only if it is of a single price.</summary>
    public static IEnumerable<PriceExtreme> Of(Candle candle)
    {
        var at = candle.FirstAt == candle.LastAt ? candle.FirstAt : candle.OpenTime;
        return
        [
            new(candle.AssetId, ExtremeKind.Ath, candle.High, at, candle.Source),
            new(candle.AssetId, ExtremeKind.Atl, candle.Low, at, candle.Source),
        ];
    }

    /// <summary>The furthest of each asset and kind, in the order of their keys; of equal prices the earlier.</summary>
    public static IReadOnlyList<PriceExtreme> Furthest(IEnumerable<PriceExtreme> extremes)
    {
        var furthest = new SortedDictionary<(int AssetId, ExtremeKind Kind), PriceExtreme>();
        foreach (var extreme in extremes)
        {
            var key = (extreme.AssetId, extreme.Kind);
            if (extreme.IsBeyond(furthest.GetValueOrDefault(key)))
            {
                furthest[key] = extreme;
            }
        }

        return [.. furthest.Values];
    }

    /// <summary>Whether this is further than another of the same asset and kind, or the same price seen earlier.</summary>
    public bool IsBeyond(PriceExtreme? other) => other is null
        || (Kind == ExtremeKind.Ath ? Price > other.Price : Price < other.Price)
        || (Price == other.Price && At < other.At);
}

/// <summary>Which extreme.</summary>
public enum ExtremeKind
{
    /// <summary>All-time high.</summary>
    Ath = 0,

    /// <summary>All-time low.</summary>
    Atl = 1,
}
