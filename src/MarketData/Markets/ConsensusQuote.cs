namespace MarketData.Markets;

/// <summary>What the sources together say of one asset. Money is in US dollars.</summary>
public sealed record ConsensusQuote
{
    /// <summary>
    /// The figures: price, market cap, FDV and volume are the medians of the sources used; the rest is the preferred source's,
    /// filled from the others. Its source is the preferred one.
    /// </summary>
    public required Quote Figures { get; init; }

    /// <summary>What the market cap rests on; null if there is none.</summary>
    public MarketCapBasis? MarketCapBasis { get; init; }

    /// <summary>What the fully diluted valuation rests on; null if there is none.</summary>
    public FdvBasis? FdvBasis { get; init; }

    /// <summary>What the all-time high rests on; null if there is none.</summary>
    public ExtremeBasis? AthBasis { get; init; }

    /// <summary>What the all-time low rests on; null if there is none.</summary>
    public ExtremeBasis? AtlBasis { get; init; }

    /// <summary>Sources used, in order of preference.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>
    /// Distance between the highest and the lowest price of all fresh sources, as a share of their median; null with fewer than two.
    /// </summary>
    public double? Spread { get; init; }

    /// <summary>From 0 to 1: one less the spread over the limit; null with fewer than two fresh sources.</summary>
    public double? Confidence { get; init; }

    /// <summary>Whether the figures were older than the limit when the consensus was taken.</summary>
    public required bool Stale { get; init; }

    /// <summary>When the first of the fresh sources becomes older than the limit, and the consensus has to be taken anew; null if none is fresh.</summary>
    public required DateTimeOffset? ChangesAt { get; init; }
}

/// <summary>What a market cap rests on.</summary>
public enum MarketCapBasis
{
    /// <summary>The provider states it.</summary>
    Provider = 0,

    /// <summary>Price times circulating supply.</summary>
    CirculatingSupply = 1,
}

/// <summary>What a fully diluted valuation rests on.</summary>
public enum FdvBasis
{
    /// <summary>The provider states it.</summary>
    Provider = 0,

    /// <summary>Price times total supply.</summary>
    TotalSupply = 1,

    /// <summary>Price times maximum supply, when the total supply is unknown.</summary>
    MaxSupply = 2,
}
