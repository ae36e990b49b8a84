using MarketData.Assets;
using MarketData.Candles;

namespace MarketData.Ingestion.Backfill;

/// <summary>The past of one provider, page by page. An implementation knows its provider's form, and nothing of jobs or stores.</summary>
internal interface IHistorySource
{
    /// <summary>Stable lower-case name, as of <see cref="IMarketDataSource.Name"/>; the candles bear it.</summary>
    string Name { get; }

    /// <summary>Intervals that it can be asked for; for points, how far they are apart.</summary>
    IReadOnlyList<CandleInterval> Intervals { get; }

    /// <summary>How long the next request has to wait, so that polls keep their share of the budget; zero if it may be made now.</summary>
    TimeSpan UntilSpare { get; }

    /// <summary>Tells the source at start how many requests this calendar month (UTC) has already cost.</summary>
    void RestoreMonth(int requests);

    /// <summary>Time before which it has nothing, or gives nothing.</summary>
    DateTimeOffset EarliestAt(CandleInterval interval, DateTimeOffset now);

    /// <summary>The id of an asset at the provider; null if it is not known.</summary>
    string? FindId(string slug, IReadOnlyList<AssetSourceId> sourceIds);

    /// <summary>The first part of a range, as much as one request gives.</summary>
    /// <exception cref="SourceException">Nothing usable came; the message is the reason.</exception>
    Task<HistoryPage> FetchAsync(HistoryRange range, CancellationToken cancellationToken);
}

/// <summary>What is asked for: <c>from ≤ time &lt; to</c>, both on the grid of the interval.</summary>
/// <param name="SourceId">The asset's id at the provider.</param>
/// <param name="Interval">Width of the candles, or distance of the points.</param>
/// <param name="From">Start, included.</param>
/// <param name="To">End, excluded.</param>
internal sealed record HistoryRange(string SourceId, CandleInterval Interval, DateTimeOffset From, DateTimeOffset To);

/// <summary>What one request gave: candles, or points, or value locked.</summary>
internal sealed record HistoryPage
{
    /// <summary>Candles as the provider wrote them; rows beside the range are left out later.</summary>
    public IReadOnlyList<HistoryCandle> Candles { get; init; } = [];

    /// <summary>Prices at moments, which are no candles: ours are folded from them.</summary>
    public IReadOnlyList<HistoryPoint> Points { get; init; } = [];

    /// <summary>Value locked, which is no price: it goes to the metrics.</summary>
    public IReadOnlyList<HistoryTvl> Tvls { get; init; } = [];

    /// <summary>Everything before this time has been given: where the next page begins.</summary>
    public required DateTimeOffset Next { get; init; }

    /// <summary>Requests made, repeats included.</summary>
    public required int Requests { get; init; }
}

/// <summary>A candle as a provider wrote it. Money is in US dollars.</summary>
/// <param name="OpenTime">Start of the interval; null if it could not be read.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Amount traded within the interval, in US dollars.</param>
/// <param name="MarketCap">Market cap at the close.</param>
internal sealed record HistoryCandle(
    DateTimeOffset? OpenTime,
    SourceNumber Open,
    SourceNumber High,
    SourceNumber Low,
    SourceNumber Close,
    SourceNumber Volume = default,
    SourceNumber MarketCap = default);

/// <summary>Figures at a moment of the past, as a provider wrote them. Money is in US dollars.</summary>
/// <param name="At">The moment by the provider's clock.</param>
/// <param name="Price">Price.</param>
/// <param name="MarketCap">Market cap.</param>
/// <param name="Volume24h">Volume of the 24 hours before.</param>
internal sealed record HistoryPoint(DateTimeOffset At, SourceNumber Price, SourceNumber MarketCap, SourceNumber Volume24h);

/// <summary>Value locked in an asset's protocols on a day.</summary>
/// <param name="Day">Start of the day, UTC.</param>
/// <param name="Value">US dollars, not negative.</param>
internal sealed record HistoryTvl(DateTimeOffset Day, decimal Value);
