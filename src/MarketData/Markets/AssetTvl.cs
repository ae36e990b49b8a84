namespace MarketData.Markets;

/// <summary>Value locked in an asset's protocols or chain.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Tvl">Total value locked, in US dollars.</param>
/// <param name="ReceivedAt">Time we received it by our clock; the source gives no time of its own.</param>
public sealed record AssetTvl(int AssetId, string Source, decimal Tvl, DateTimeOffset ReceivedAt);
