using System.Text.Json.Serialization;
using MarketData.Markets;

namespace MarketData.Candles;

/// <summary>A price of the past. Amounts are in the currency asked for.</summary>
/// <param name="At">Time by the source's clock, UTC.</param>
/// <param name="Price">Price; null if it is beyond what an exact decimal can hold in this currency.</param>
/// <param name="MarketCap">Market cap; null if unknown.</param>
/// <param name="Volume24h">Volume of the 24 hours before; null if unknown.</param>
/// <param name="Resolution">Grain of the series at this place: <c>5m</c> for points as they were seen, <c>1h</c> or <c>1d</c> for closes of candles.</param>
/// <param name="Source">The sources it rests on, joined by commas, in alphabetical order.</param>
public sealed record HistoryPointResponse(
    DateTimeOffset At,
    decimal? Price,
    decimal? MarketCap,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    string Resolution,
    string Source)
{
    internal static HistoryPointResponse From(SeriesPoint point, HistoryRequest request) => new(
        point.At, request.Amount(point.Price), request.Amount(point.MarketCap), request.Amount(point.Volume24h), point.Resolution, point.Source);
}

/// <summary>How an asset did over a period up to now. Amounts are in the currency asked for.</summary>
public sealed record PerformanceResponse
{
    /// <summary>The period: <c>1h</c>, <c>24h</c>, <c>7d</c>, <c>30d</c>, <c>90d</c>, <c>1y</c> (365 days) or <c>all</c>.</summary>
    public required string Period { get; init; }

    /// <summary>Why there are no figures; null if there are.</summary>
    public required PerformanceGap? Missing { get; init; }

    /// <summary>Interval of the candles that it is computed from; null without figures.</summary>
    public required string? Interval { get; init; }

    /// <summary>Start of the first of these candles: of the one that holds the start of the period; null without figures.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>First price; null without figures.</summary>
    public required decimal? Open { get; init; }

    /// <summary>Highest price; null without figures.</summary>
    public required decimal? High { get; init; }

    /// <summary>Lowest price; null without figures.</summary>
    public required decimal? Low { get; init; }

    /// <summary>Last price; null without figures.</summary>
    public required decimal? Close { get; init; }

    /// <summary>Change from the first price to the last, in percent; null without figures.</summary>
    public required double? ChangePercentage { get; init; }

    /// <summary>Start of the first candle that holds the highest price; null without figures.</summary>
    public required DateTimeOffset? HighAt { get; init; }

    /// <summary>Start of the first candle that holds the lowest price; null without figures.</summary>
    public required DateTimeOffset? LowAt { get; init; }

    internal static PerformanceResponse Of(
        PerformancePeriod period, IReadOnlyDictionary<CandleInterval, IReadOnlyList<Candle>> history, HistoryRequest request)
    {
        var candles = Performance.CandlesOf(period, history, request.Now, out var gap);
        var high = candles?.MaxBy(candle => candle.High);
        var low = candles?.MinBy(candle => candle.Low);
        var open = candles?[0];
        var close = candles?[^1];
        return new PerformanceResponse
        {
            Period = period.Name,
            Missing = gap,
            Interval = open?.Interval.Name(),
            From = open?.OpenTime,
            Open = request.Amount(open?.Open),
            High = request.Amount(high?.High),
            Low = request.Amount(low?.Low),
            Close = request.Amount(close?.Close),
            ChangePercentage = Money.Ratio(close?.Close - open?.Open, open?.Open) * 100,
            HighAt = high?.OpenTime,
            LowAt = low?.OpenTime,
        };
    }
}

/// <summary>Totals of the market at a time. Amounts are in the currency asked for.</summary>
/// <param name="At">Start of the five minutes, UTC.</param>
/// <param name="MarketCap">Sum of the market caps; null if none was known.</param>
/// <param name="Volume24h">Sum of the volumes of the 24 hours before; null if none was known.</param>
/// <param name="AssetsWithMarketCap">Assets that had a market cap.</param>
/// <param name="DominancePercentages">Shares of the total in percent: the greatest assets by id, and the tiers as <c>tier:large</c> ….</param>
public sealed record GlobalPointResponse(
    DateTimeOffset At,
    decimal? MarketCap,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    int AssetsWithMarketCap,
    IReadOnlyDictionary<string, double> DominancePercentages)
{
    internal static GlobalPointResponse From(GlobalPoint point, HistoryRequest request) =>
        new(point.At, request.Amount(point.MarketCap), request.Amount(point.Volume24h), point.Assets, point.DominancePercentages);
}

/// <summary>Totals of a category at a time. Amounts are in the currency asked for.</summary>
/// <param name="At">Start of the five minutes, UTC.</param>
/// <param name="MarketCap">Sum of the members' market caps; null if none was known.</param>
/// <param name="Volume24h">Sum of the members' volumes of the 24 hours before; null if none was known.</param>
/// <param name="MembersWithMarketCap">Members that had a market cap.</param>
public sealed record CategoryPointResponse(
    DateTimeOffset At,
    decimal? MarketCap,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    int MembersWithMarketCap)
{
    internal static CategoryPointResponse From(CategoryPoint point, HistoryRequest request) =>
        new(point.At, request.Amount(point.MarketCap), request.Amount(point.Volume24h), point.Members);
}
