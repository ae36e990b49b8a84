using System.Text.Json.Serialization;

namespace MarketData.Candles;

/// <summary>A candle. Amounts are in the currency asked for; null where unknown, or beyond what an exact decimal can hold.</summary>
public sealed record CandleResponse
{
    /// <summary>Start of the interval, included, UTC; the end is excluded.</summary>
    public required DateTimeOffset OpenTime { get; init; }

    /// <summary>First price.</summary>
    public required decimal? Open { get; init; }

    /// <summary>Highest price.</summary>
    public required decimal? High { get; init; }

    /// <summary>Lowest price.</summary>
    public required decimal? Low { get; init; }

    /// <summary>Last price; so far, while the candle is not closed.</summary>
    public required decimal? Close { get; init; }

    /// <summary>Amount traded within the interval; null where a part of it is unknown, as it always is in candles of our own.</summary>
    public required decimal? Volume { get; init; }

    /// <summary>Market cap at the close; null if unknown.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>Volume of the 24 hours before the close; null if unknown.</summary>
    [JsonPropertyName("volume_24h")]
    public required decimal? Volume24h { get; init; }

    /// <summary>The sources it rests on, joined by commas, in alphabetical order.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it was folded from points that we saw (<c>own</c>), or given by a provider. Folded from both, it is <c>own</c>.</summary>
    public required CandleOrigin Origin { get; init; }

    /// <summary>Whether the interval is over, and two minutes for what comes late. Until then every figure may still change.</summary>
    public required bool Closed { get; init; }

    /// <summary>The fields as columns of CSV.</summary>
    internal static readonly RowColumns<CandleResponse> Columns = new(
        ["open_time", "open", "high", "low", "close", "volume", "market_cap", "volume_24h", "source", "origin", "closed"],
        (csv, candle) =>
        {
            csv.Write(candle.OpenTime);
            csv.Write(candle.Open);
            csv.Write(candle.High);
            csv.Write(candle.Low);
            csv.Write(candle.Close);
            csv.Write(candle.Volume);
            csv.Write(candle.MarketCap);
            csv.Write(candle.Volume24h);
            csv.Write(candle.Source);
            csv.Write(candle.Origin == CandleOrigin.Provider ? "provider" : "own");
            csv.Write(candle.Closed);
        });

    internal static CandleResponse From(Candle candle, CandleWidth width, HistoryRequest request) => new()
    {
        OpenTime = candle.OpenTime,
        Open = request.Amount(candle.Open),
        High = request.Amount(candle.High),
        Low = request.Amount(candle.Low),
        Close = request.Amount(candle.Close),
        Volume = request.Amount(candle.Volume),
        MarketCap = request.Amount(candle.MarketCap),
        Volume24h = request.Amount(candle.Volume24h),
        Source = candle.Source,
        Origin = candle.Origin,
        Closed = IsClosed(candle.OpenTime, width, request.Now),
    };

    /// <summary>Whether a candle is over, and the time for late points too.</summary>
    internal static bool IsClosed(DateTimeOffset openTime, CandleWidth width, DateTimeOffset now) => now >= openTime + width.Width + Grace;

    /// <summary>How long after its end a candle still takes points as a matter of course.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);
}
