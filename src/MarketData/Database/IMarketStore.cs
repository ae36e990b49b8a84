using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Database;

/// <summary>
/// The database, whichever engine it is. Safe for concurrent use; a write is one transaction and either happens whole or not at all.
/// </summary>
/// <remarks>
/// Every method throws the engine's own exception when the database cannot be reached or refuses; callers keep what they have. A write takes
/// the epoch under which its leader prepared it; the database refuses it with a <see cref="StaleEpochException"/> once that epoch is over.
/// An act of an operator, such as an import, is prepared under none (null): it is true whoever leads.
/// </remarks>
public interface IMarketStore
{
    /// <summary>Name of the engine: <c>postgresql</c> or <c>sqlite</c>.</summary>
    string Engine { get; }

    /// <summary>Everything the service needs to start from: reads all assets with their latest figures (not their history).</summary>
    Task<MarketState> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds assets that are new by slug and gives all of them with their keys, in the order asked. An asset whose slug
    /// is taken already is given as it is stored.
    /// </summary>
    Task<IReadOnlyList<Asset>> AddAssetsAsync(IReadOnlyList<NewAsset> assets, long? epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Stores one poll with all it brought. A quote older than the stored one of the same asset and source changes nothing;
    /// an unknown (or zero) field leaves the stored one; of two quotes of one asset in the commit the newer by <c>as_of</c> wins.
    /// </summary>
    Task CommitAsync(IngestionCommit commit, CancellationToken cancellationToken);

    /// <summary>Points of one asset with <c>from ≤ at &lt; to</c>, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<PricePoint>> GetPricePointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes everything that rests on one source alone: its quotes, points, candles, extremes, metrics, grades, value locked, rates, sentiments and source ids.
    /// Assets stay. Used to clear the sample market when a live source takes over.
    /// </summary>
    Task RemoveSourceAsync(string source, long? epoch, CancellationToken cancellationToken);

    /// <summary>Stores which snapshot is published, unless a newer one is.</summary>
    Task PublishAsync(SnapshotStamp stamp, long? epoch, CancellationToken cancellationToken);

    /// <summary>The snapshot that was published last; null before the first.</summary>
    Task<SnapshotStamp?> FindPublishedAsync(CancellationToken cancellationToken);

    /// <summary>Refused figures, last seen first.</summary>
    Task<IReadOnlyList<QuarantinedQuote>> GetQuarantineAsync(QuarantineFilter filter, CancellationToken cancellationToken);

    /// <summary>The last run of each source.</summary>
    Task<IReadOnlyList<IngestionRun>> GetLastRunsAsync(CancellationToken cancellationToken);

    /// <summary>Requests that each source has cost since a time, by our clock.</summary>
    Task<IReadOnlyDictionary<string, int>> CountRequestsAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>Everything the service starts from.</summary>
public sealed record MarketState
{
    /// <summary>All assets, by key.</summary>
    public IReadOnlyList<Asset> Assets { get; init; } = [];

    /// <summary>All ids of assets at sources.</summary>
    public IReadOnlyList<AssetSourceId> SourceIds { get; init; } = [];

    /// <summary>All contract addresses.</summary>
    public IReadOnlyList<AssetContract> Contracts { get; init; } = [];

    /// <summary>All categories, by id.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>All memberships.</summary>
    public IReadOnlyList<AssetCategory> AssetCategories { get; init; } = [];

    /// <summary>The latest quote of each asset at each source.</summary>
    public IReadOnlyList<Quote> Quotes { get; init; } = [];

    /// <summary>The latest rate of each currency.</summary>
    public IReadOnlyList<FxRate> FxRates { get; init; } = [];

    /// <summary>The latest value locked of each asset at each source.</summary>
    public IReadOnlyList<AssetTvl> Tvls { get; init; } = [];

    /// <summary>The latest value of each sentiment index.</summary>
    public IReadOnlyList<SentimentPoint> Sentiments { get; init; } = [];

    /// <summary>All collisions of identity.</summary>
    public IReadOnlyList<IdentityCollision> Collisions { get; init; } = [];

    /// <summary>The highest and lowest price of each asset in our own history.</summary>
    public IReadOnlyList<PriceExtreme> Extremes { get; init; } = [];

    /// <summary>The snapshot that was published of it; null before the first.</summary>
    public SnapshotStamp? Published { get; init; }
}

/// <summary>An asset to be added. See <see cref="Asset"/> for the fields.</summary>
public sealed record NewAsset(string Slug, string Symbol, string Name, string? ImageUrl, DateTimeOffset FirstSeen);

/// <summary>What one poll leaves in the database.</summary>
public sealed record IngestionCommit
{
    /// <summary>The run itself.</summary>
    public required IngestionRun Run { get; init; }

    /// <summary>The epoch under which the leader prepared it; null: no leader did.</summary>
    public long? Epoch { get; init; }

    /// <summary>The snapshot that is published once it is stored; null: none.</summary>
    public SnapshotStamp? Published { get; init; }

    /// <summary>Assets whose symbol, name, image or slug changed.</summary>
    public IReadOnlyList<Asset> ChangedAssets { get; init; } = [];

    /// <summary>New ids of assets at sources. An id that is taken keeps its asset.</summary>
    public IReadOnlyList<AssetSourceId> SourceIds { get; init; } = [];

    /// <summary>New or changed contract addresses. An address that is taken keeps its asset.</summary>
    public IReadOnlyList<AssetContract> Contracts { get; init; } = [];

    /// <summary>New or changed categories. A null field leaves the stored one.</summary>
    public IReadOnlyList<Category> Categories { get; init; } = [];

    /// <summary>New memberships.</summary>
    public IReadOnlyList<AssetCategory> AssetCategories { get; init; } = [];

    /// <summary>Accepted quotes.</summary>
    public IReadOnlyList<Quote> Quotes { get; init; } = [];

    /// <summary>Points for the history. A slot of the grid that is taken keeps the point with the newer <c>as_of</c>.</summary>
    public IReadOnlyList<PricePoint> PricePoints { get; init; } = [];

    /// <summary>Candles of our own as they are after the poll; one that exists is replaced.</summary>
    public IReadOnlyList<Candle> Candles { get; init; } = [];

    /// <summary>Changes that the poll made to closed candles.</summary>
    public IReadOnlyList<CandleCorrection> Corrections { get; init; } = [];

    /// <summary>Totals of the market after the poll; the newer of two in one slot stays.</summary>
    public GlobalPoint? GlobalPoint { get; init; }

    /// <summary>Totals of the categories after the poll; the newer of two in one slot stays.</summary>
    public IReadOnlyList<CategoryPoint> CategoryPoints { get; init; } = [];

    /// <summary>Currency rates; each poll's are kept.</summary>
    public IReadOnlyList<FxRate> FxRates { get; init; } = [];

    /// <summary>Value locked; stored as the metric <c>tvl</c> of its day as well.</summary>
    public IReadOnlyList<AssetTvl> Tvls { get; init; } = [];

    /// <summary>Sentiment values; a value for the same time replaces the stored one.</summary>
    public IReadOnlyList<SentimentPoint> Sentiments { get; init; } = [];

    /// <summary>Refusals; one that is stored already has its count raised and its last time moved.</summary>
    public IReadOnlyList<QuarantinedQuote> Refusals { get; init; } = [];

    /// <summary>Collisions of identity; one that is stored already is replaced.</summary>
    public IReadOnlyList<IdentityCollision> Collisions { get; init; } = [];

    /// <summary>Extremes that the points have brought; one that is not beyond the stored one changes nothing.</summary>
    public IReadOnlyList<PriceExtreme> Extremes { get; init; } = [];
}

/// <summary>Which refusals to give.</summary>
/// <param name="Source">Only of this source; null for all.</param>
/// <param name="Rule">Only by this rule; null for all.</param>
/// <param name="AssetId">Only of this asset; null for all.</param>
/// <param name="Before">Only those last seen before this time, for paging; null for the newest.</param>
/// <param name="Limit">At most this many.</param>
public sealed record QuarantineFilter(string? Source, string? Rule, int? AssetId, QuarantinePosition? Before, int Limit);

/// <summary>A position in the list of refusals: the last one of the page before.</summary>
public sealed record QuarantinePosition(DateTimeOffset LastSeenAt, string Source, string SourceId, string Rule, string Field);
