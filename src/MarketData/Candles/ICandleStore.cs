using MarketData.Markets;

namespace MarketData.Candles;

/// <summary>
/// The history in the database, whichever engine it is. Safe for concurrent use. Ranges are half-open: <c>from ≤ time &lt; to</c>.
/// </summary>
/// <remarks>Every method throws the engine's own exception when the database cannot be reached or refuses.</remarks>
public interface ICandleStore
{
    /// <summary>The newest candle of our own of each asset and interval: what a restarted service folds on from.</summary>
    Task<IReadOnlyList<Candle>> LoadLatestAsync(CancellationToken cancellationToken);

    /// <summary>Candles of our own by their keys; those that do not exist are left out.</summary>
    Task<IReadOnlyList<Candle>> FindAsync(IReadOnlyList<CandleKey> keys, CancellationToken cancellationToken);

    /// <summary>Writes candles of providers in one transaction. One that exists is replaced.</summary>
    Task PutAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken);

    /// <summary>
    /// Candles of one asset with <c>from ≤ open_time &lt; to</c>, oldest first, at most <paramref name="limit"/>: of a provider where there
    /// is one, else our own. Streams from the database: memory does not grow with the range.
    /// </summary>
    IAsyncEnumerable<Candle> ReadAsync(
        int assetId, CandleInterval interval, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>The newest candles of one asset before a time, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Candle>> ReadNewestAsync(
        int assetId, CandleInterval interval, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>The daily candle of every asset that has one with <c>open_time = day</c>: what the market looked like on that day.</summary>
    Task<IReadOnlyList<Candle>> ReadDayAsync(DateTimeOffset day, CancellationToken cancellationToken);

    /// <summary>
    /// The closes of the candles of every asset with <c>from ≤ open_time &lt; to</c>, by asset and oldest first: of a provider's candle where
    /// there is one, else of our own. Streams from the database.
    /// </summary>
    IAsyncEnumerable<CandleClose> ReadClosesAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// The candles of every asset with <c>from ≤ open_time &lt; to</c>, by asset and oldest first: of a provider where there is one, else our
    /// own. Streams from the database.
    /// </summary>
    IAsyncEnumerable<Candle> ReadAllAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>
    /// What the daily candles of every asset with <c>from ≤ day &lt; to</c> hold at their close, by asset and oldest first: of a provider's
    /// candle where there is one, with what only ours knows. Streams from the database: memory does not grow with the range.
    /// </summary>
    IAsyncEnumerable<AssetDay> ReadDaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Corrections of one asset's closed candles, newest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<CandleCorrection>> ReadCorrectionsAsync(int assetId, int limit, CancellationToken cancellationToken);

    /// <summary>Points of one asset with <c>from ≤ at &lt; to</c>, oldest first. Streams from the database.</summary>
    IAsyncEnumerable<PricePoint> ReadPointsAsync(int assetId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Totals of the market with <c>from ≤ at &lt; to</c>, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<GlobalPoint>> ReadGlobalAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>Totals of one category with <c>from ≤ at &lt; to</c>, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<CategoryPoint>> ReadCategoryAsync(
        string categoryId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes candles and points that are older than they are kept, and gives how many rows went. Where there are partitions only
    /// whole ones go: what is older may stay until all of its month (daily candles: its year) is, and the count is the server's estimate.
    /// Stops where the epoch of the leader that asks is over; null: no leader does.
    /// </summary>
    Task<long> RemoveOlderAsync(HistoryCutoffs cutoffs, long? epoch, CancellationToken cancellationToken);
}

/// <summary>The last price of a candle, in US dollars.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="OpenTime">Start of the candle, UTC.</param>
/// <param name="Close">The price.</param>
public readonly record struct CandleClose(int AssetId, DateTimeOffset OpenTime, decimal Close);

/// <summary>A day of an asset as it closed, in US dollars.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="Day">Start of the day, UTC.</param>
/// <param name="Close">Last price.</param>
/// <param name="MarketCap">Market cap at the close; null if unknown.</param>
/// <param name="Volume24h">Volume of the 24 hours before the close; null if unknown.</param>
public readonly record struct AssetDay(int AssetId, DateTimeOffset Day, decimal Close, decimal? MarketCap, decimal? Volume24h);

/// <summary>Times before which history is not kept; null keeps it for ever.</summary>
/// <param name="FiveMinutes">Of candles of five minutes.</param>
/// <param name="OneHour">Of candles of an hour.</param>
/// <param name="OneDay">Of candles of a day, and of the totals of the market and its categories: no candles stand in for those.</param>
/// <param name="Points">Of the assets' points.</param>
public sealed record HistoryCutoffs(DateTimeOffset? FiveMinutes, DateTimeOffset? OneHour, DateTimeOffset? OneDay, DateTimeOffset? Points);

/// <summary>Totals of the market at a time, on the grid of five minutes. Money is in US dollars.</summary>
/// <param name="At">Start of the slot, UTC.</param>
/// <param name="MarketCap">Sum of the market caps; null if none was known.</param>
/// <param name="Volume24h">Sum of the volumes; null if none was known.</param>
/// <param name="Assets">Assets with a market cap.</param>
/// <param name="DominancePercentages">Shares of the total in percent: the greatest assets by slug, and the tiers as <c>tier:large</c> ….</param>
public sealed record GlobalPoint(
    DateTimeOffset At, decimal? MarketCap, decimal? Volume24h, int Assets, IReadOnlyDictionary<string, double> DominancePercentages);

/// <summary>Totals of a category at a time, on the grid of five minutes. Money is in US dollars.</summary>
/// <param name="CategoryId">Slug of the category.</param>
/// <param name="At">Start of the slot, UTC.</param>
/// <param name="MarketCap">Sum of the members' market caps; null if none was known.</param>
/// <param name="Volume24h">Sum of the members' volumes; null if none was known.</param>
/// <param name="Members">Members with a market cap.</param>
public sealed record CategoryPoint(string CategoryId, DateTimeOffset At, decimal? MarketCap, decimal? Volume24h, int Members);
