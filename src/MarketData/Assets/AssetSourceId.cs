namespace MarketData.Assets;

/// <summary>The id by which a source knows one of our assets.</summary>
/// <param name="Source">Name of the source, such as <c>coinpaprika</c>.</param>
/// <param name="SourceId">The id there, such as <c>btc-bitcoin</c>; unique within the source.</param>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="MatchedBy">How the two were brought together.</param>
public sealed record AssetSourceId(string Source, string SourceId, int AssetId, IdentityMatch MatchedBy);

/// <summary>How a provider's id was brought together with one of our assets.</summary>
public enum IdentityMatch
{
    /// <summary>The source's id is our id (CoinGecko's ids are), or the asset was first seen there.</summary>
    Own = 0,

    /// <summary>By the explicit table of known ids.</summary>
    Table = 1,

    /// <summary>By symbol and normalised name together, with exactly one candidate.</summary>
    SymbolAndName = 2,
}
