using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources;
using MarketData.Ingestion.Sources.Sample;

namespace MarketData.Ingestion;

/// <summary>Settings of the ingestion: section <c>Ingestion</c>.</summary>
public sealed class IngestionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Ingestion";

    /// <summary>Where data comes from.</summary>
    public SourcesOptions Sources { get; set; } = new();

    /// <summary>The past that is fetched at the start.</summary>
    public BackfillOptions Backfill { get; set; } = new();
}

/// <summary>Settings of all sources: section <c>Ingestion:Sources</c>.</summary>
public sealed class SourcesOptions
{
    /// <summary>CoinGecko: prices, rates, categories, contract addresses.</summary>
    public CoinGeckoOptions CoinGecko { get; set; } = new();

    /// <summary>CoinPaprika: prices.</summary>
    public CoinPaprikaOptions CoinPaprika { get; set; } = new();

    /// <summary>DefiLlama: value locked, contract addresses.</summary>
    public DefiLlamaOptions DefiLlama { get; set; } = new();

    /// <summary>alternative.me: the fear and greed index.</summary>
    public AlternativeMeOptions AlternativeMe { get; set; } = new();

    /// <summary>Binance: candles of the past.</summary>
    public BinanceOptions Binance { get; set; } = new();

    /// <summary>The built-in sample market.</summary>
    public SampleOptions Sample { get; set; } = new();

    /// <summary>The providers with their settings, by the names that stand in answers.</summary>
    internal IEnumerable<(string Name, SourceOptions Options)> Providers =>
        from property in typeof(SourcesOptions).GetProperties()
        where property.PropertyType.IsSubclassOf(typeof(SourceOptions))
        select (property.Name.ToLowerInvariant(), (SourceOptions)property.GetValue(this)!);

    /// <summary>Whether a live source of prices is enabled.</summary>
    internal bool HasLiveQuotes => CoinGecko.Enabled || CoinPaprika.Enabled;

    /// <summary>Whether the sample market runs: invented prices must never be mixed with real ones.</summary>
    internal bool RunsSample => Sample.Enabled && !HasLiveQuotes;
}
