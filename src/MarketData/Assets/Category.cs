namespace MarketData.Assets;

/// <summary>A sector that assets belong to, with the figures that a provider gives for it. Money is in US dollars.</summary>
public sealed record Category
{
    /// <summary>Slug in CoinGecko's style, such as <c>layer-2</c>; the key.</summary>
    public required string Id { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>What belongs to it, in a sentence; null for categories that only a provider knows.</summary>
    public string? Description { get; init; }

    /// <summary>The source of the provider's figures; null if none gave any.</summary>
    public string? ProviderSource { get; init; }

    /// <summary>Market cap of the members as the provider counts them.</summary>
    public decimal? ProviderMarketCap { get; init; }

    /// <summary>Change of that market cap over 24 hours, in percent.</summary>
    public double? ProviderMarketCapChangePercentage24h { get; init; }

    /// <summary>Volume of the members over 24 hours as the provider counts them.</summary>
    public decimal? ProviderVolume24h { get; init; }

    /// <summary>Time of the provider's figures by its clock.</summary>
    public DateTimeOffset? ProviderAsOf { get; init; }

    /// <summary>Time we received the provider's figures by our clock.</summary>
    public DateTimeOffset? ProviderReceivedAt { get; init; }
}

/// <summary>Membership of an asset in a category.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="CategoryId">Slug of the category.</param>
public readonly record struct AssetCategory(int AssetId, string CategoryId);
