using MarketData.Assets;
using MarketData.Ingestion.Gate;
using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>One asset as it stands in a snapshot. Money is in US dollars.</summary>
internal sealed record MarketRow
{
    public required Asset Asset { get; init; }

    /// <summary>What the sources together say; null if no enabled source gives a price.</summary>
    public required ConsensusQuote? Quote { get; init; }

    /// <summary>What each enabled source says, in order of preference.</summary>
    public required IReadOnlyList<Quote> SourceQuotes { get; init; }

    /// <summary>What the gate refused when the sources were last polled.</summary>
    public required IReadOnlyList<Refusal> Refusals { get; init; }

    /// <summary>1 is the greatest market cap; null without one.</summary>
    public int? Rank { get; init; }

    /// <summary>Cap tier; null without a market cap.</summary>
    public CapTier? Tier { get; init; }

    /// <summary>Slugs of the categories, in alphabetical order.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    public required IReadOnlyList<AssetContract> Contracts { get; init; }

    /// <summary>Ids at the providers.</summary>
    public required IReadOnlyList<AssetSourceId> SourceIds { get; init; }

    /// <summary>Value locked; null if unknown.</summary>
    public AssetTvl? Tvl { get; init; }

    public decimal? Price => Quote?.Figures.Price;

    public decimal? MarketCap => Quote?.Figures.MarketCap;

    public decimal? FullyDilutedValuation => Quote?.Figures.FullyDilutedValuation;

    public decimal? Volume24h => Quote?.Figures.Volume24h;
}
