namespace MarketData.Assets;

/// <summary>A coin or token.</summary>
/// <param name="Id">Our internal key; never shown.</param>
/// <param name="Slug">Stable public id: CoinGecko's id where it is known, else the first provider's id.</param>
/// <param name="Symbol">Ticker letters in lower case. Not unique, never a key.</param>
/// <param name="Name">Display name.</param>
/// <param name="ImageUrl">Address of a logo at the provider; <see langword="null"/> if unknown.</param>
/// <param name="FirstSeen">When we first heard of it, by our clock.</param>
public sealed record Asset(int Id, string Slug, string Symbol, string Name, string? ImageUrl, DateTimeOffset FirstSeen);
