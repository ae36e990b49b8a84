namespace MarketData.Candles;

/// <summary>Open, high, low and close of an asset over one interval. Money is in US dollars.</summary>
/// <remarks>An interval in which no price was seen has no candle; nothing is invented for it.</remarks>
public sealed record Candle
{
    /// <summary>Our internal key of the asset.</summary>
    public required int AssetId { get; init; }

    /// <summary>Width.</summary>
    public required CandleInterval Interval { get; init; }

    /// <summary>Start of the interval, included, UTC; the end is excluded. Identifies the candle.</summary>
    public required DateTimeOffset OpenTime { get; init; }

    /// <summary>Whether it is folded from our own points or was given by a provider. Both may exist; the provider's is preferred.</summary>
    public required CandleOrigin Origin { get; init; }

    /// <summary>First price.</summary>
    public required decimal Open { get; init; }

    /// <summary>Highest price.</summary>
    public required decimal High { get; init; }

    /// <summary>Lowest price.</summary>
    public required decimal Low { get; init; }

    /// <summary>Last price.</summary>
    public required decimal Close { get; init; }

    /// <summary>Amount traded within the interval; <see langword="null"/> for our own candles, since polls do not tell it.</summary>
    public decimal? Volume { get; init; }

    /// <summary>Market cap at the close; <see langword="null"/> if unknown.</summary>
    public decimal? MarketCap { get; init; }

    /// <summary>Volume of the 24 hours before the close; <see langword="null"/> if unknown.</summary>
    public decimal? Volume24h { get; init; }

    /// <summary>Time of the first price by the source's clock.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>Time of the last price by the source's clock.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The sources it rests on, joined by commas, in alphabetical order.</summary>
    public required string Source { get; init; }
}

/// <summary>Where a candle comes from.</summary>
public enum CandleOrigin
{
    /// <summary>Folded from the points that we saw.</summary>
    Own = 0,

    /// <summary>Given by a provider.</summary>
    Provider = 1,
}

/// <summary>What identifies a candle of our own.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="Interval">Width.</param>
/// <param name="OpenTime">Start of the interval.</param>
public readonly record struct CandleKey(int AssetId, CandleInterval Interval, DateTimeOffset OpenTime);

/// <summary>A closed candle that was changed by a point that came late, or that a provider's took the place of, as it was and as it is.</summary>
/// <param name="Before">The candle before the change; read from the database it has the origin of the one after it, and tells its own by its sources.</param>
/// <param name="After">The candle after it.</param>
/// <param name="CorrectedAt">When it was changed, by our clock.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record CandleCorrection(Candle Before, Candle After, DateTimeOffset CorrectedAt, string Reason);
