using MarketData.Markets;

namespace MarketData.Ingestion;

/// <summary>All that one poll of a source brought. A source fills the lists it has data for.</summary>
public sealed record SourceBatch
{
    /// <summary>Time the first answer was complete, by our clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Quotes in the order of the source; the same asset may stand in it twice.</summary>
    public IReadOnlyList<SourceQuote> Quotes { get; init; } = [];

    /// <summary>Currency rates.</summary>
    public IReadOnlyList<FxRate> FxRates { get; init; } = [];

    /// <summary>Figures per category as the source computes them.</summary>
    public IReadOnlyList<SourceCategory> Categories { get; init; } = [];

    /// <summary>Value locked in protocols and chains, one entry for each asset.</summary>
    public IReadOnlyList<SourceTvl> Tvls { get; init; } = [];

    /// <summary>Contract addresses of assets that the source lists.</summary>
    public IReadOnlyList<SourceContract> Contracts { get; init; } = [];

    /// <summary>Values of a sentiment index, oldest first.</summary>
    public IReadOnlyList<SentimentPoint> Sentiments { get; init; } = [];

    /// <summary>Points of the past that the source has beside its latest quotes (the sample market does).</summary>
    public IReadOnlyList<SourcePricePoint> History { get; init; } = [];

    /// <summary>Requests made, retries included: what counts against the source's budget.</summary>
    public int Requests { get; init; }

    /// <summary>Parts of the poll that failed while others came through, each with its reason; empty if all is well.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];
}

/// <summary>A category as a source computes it. Money is in US dollars.</summary>
/// <param name="SourceId">Id of the category at the source.</param>
/// <param name="Name">Name at the source.</param>
/// <param name="MarketCap">Sum of the members' market caps.</param>
/// <param name="MarketCapChangePercentage24h">Change over 24 hours, in percent.</param>
/// <param name="Volume24h">Sum of the members' volumes.</param>
/// <param name="AsOf">Time by the source's clock.</param>
public sealed record SourceCategory(
    string SourceId,
    string Name,
    SourceNumber MarketCap,
    SourceNumber MarketCapChangePercentage24h,
    SourceNumber Volume24h,
    DateTimeOffset? AsOf);

/// <summary>Value locked for the asset that CoinGecko knows as <paramref name="CoinGeckoId"/>.</summary>
/// <param name="CoinGeckoId">The asset, by CoinGecko's id.</param>
/// <param name="Tvl">Total value locked in US dollars; protocols of one asset are summed.</param>
/// <param name="Categories">Names of the protocols' categories at the source, without repeats.</param>
public sealed record SourceTvl(string CoinGeckoId, decimal Tvl, IReadOnlyList<string> Categories);

/// <summary>A contract address as a source lists it.</summary>
/// <param name="SourceId">Id of the asset at the source.</param>
/// <param name="Platform">Platform by CoinGecko's id.</param>
/// <param name="Address">Address as written.</param>
public sealed record SourceContract(string SourceId, string Platform, string Address);

/// <summary>A point of an asset's past at a source.</summary>
/// <param name="SourceId">Id of the asset at the source.</param>
/// <param name="At">Time of the figures by the source's clock.</param>
/// <param name="Price">Price in US dollars.</param>
/// <param name="MarketCap">Market cap in US dollars; null if unknown.</param>
/// <param name="Volume24h">Volume of the 24 hours before, in US dollars; null if unknown.</param>
public sealed record SourcePricePoint(string SourceId, DateTimeOffset At, decimal Price, decimal? MarketCap, decimal? Volume24h);
