namespace MarketData.Assets;

/// <summary>The address of an asset's contract on a platform.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="Platform">Platform by CoinGecko's id, such as <c>ethereum</c>.</param>
/// <param name="Address">Address; lower case where it is hexadecimal, as written elsewhere (base58 is case-sensitive).</param>
public sealed record AssetContract(int AssetId, string Platform, string Address);
