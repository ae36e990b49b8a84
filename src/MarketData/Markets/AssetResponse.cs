using System.Text.Json.Serialization;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>An asset with its latest figures. Amounts are in the currency asked for; unknown is null, never 0.</summary>
public record AssetResponse
{
    /// <summary>Stable slug: the key of the asset everywhere in this API.</summary>
    /// <example>bitcoin</example>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case. Not unique.</summary>
    /// <example>btc</example>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    /// <example>Bitcoin</example>
    public required string Name { get; init; }

    /// <summary>1 is the greatest market cap; null without one.</summary>
    public required int? Rank { get; init; }

    /// <summary>Cap tier by market cap in US dollars, whatever the currency of the answer; null without a market cap.</summary>
    public required CapTier? Tier { get; init; }

    /// <summary>Price of one unit; null if no enabled source gives one.</summary>
    public required decimal? Price { get; init; }

    /// <summary>Market capitalisation.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>What the market cap rests on: the provider's statement, or price times circulating supply.</summary>
    public required MarketCapBasis? MarketCapBasis { get; init; }

    /// <summary>Fully diluted valuation.</summary>
    public required decimal? FullyDilutedValuation { get; init; }

    /// <summary>What the fully diluted valuation rests on: the provider's statement, total supply, or maximum supply.</summary>
    public required FdvBasis? FdvBasis { get; init; }

    /// <summary>Market cap over fully diluted valuation.</summary>
    public required double? McapFdvRatio { get; init; }

    /// <summary>Traded volume of the last 24 hours.</summary>
    [JsonPropertyName("volume_24h")]
    public required decimal? Volume24h { get; init; }

    /// <summary>Units in circulation.</summary>
    public required decimal? CirculatingSupply { get; init; }

    /// <summary>Units that exist.</summary>
    public required decimal? TotalSupply { get; init; }

    /// <summary>Units that can ever exist; null if unknown or unlimited.</summary>
    public required decimal? MaxSupply { get; init; }

    /// <summary>Highest price of the last 24 hours.</summary>
    [JsonPropertyName("high_24h")]
    public required decimal? High24h { get; init; }

    /// <summary>Lowest price of the last 24 hours.</summary>
    [JsonPropertyName("low_24h")]
    public required decimal? Low24h { get; init; }

    /// <summary>Change of the price over one hour, in percent, measured in US dollars; the other windows likewise.</summary>
    [JsonPropertyName("price_change_percentage_1h")]
    public required double? PriceChangePercentage1h { get; init; }

    /// <summary>Change of the price over 24 hours, in percent.</summary>
    [JsonPropertyName("price_change_percentage_24h")]
    public required double? PriceChangePercentage24h { get; init; }

    /// <summary>Change of the price over 7 days, in percent.</summary>
    [JsonPropertyName("price_change_percentage_7d")]
    public required double? PriceChangePercentage7d { get; init; }

    /// <summary>Change of the price over 14 days, in percent.</summary>
    [JsonPropertyName("price_change_percentage_14d")]
    public required double? PriceChangePercentage14d { get; init; }

    /// <summary>Change of the price over 30 days, in percent.</summary>
    [JsonPropertyName("price_change_percentage_30d")]
    public required double? PriceChangePercentage30d { get; init; }

    /// <summary>Change of the price over 200 days, in percent.</summary>
    [JsonPropertyName("price_change_percentage_200d")]
    public required double? PriceChangePercentage200d { get; init; }

    /// <summary>Change of the price over one year, in percent.</summary>
    [JsonPropertyName("price_change_percentage_1y")]
    public required double? PriceChangePercentage1y { get; init; }

    /// <summary>All-time high, converted at today's rate.</summary>
    public required decimal? Ath { get; init; }

    /// <summary>When the all-time high was; null if the source that states it does not say.</summary>
    public required DateTimeOffset? AthDate { get; init; }

    /// <summary>What the all-time high rests on: the provider's statement, or our own history, which knows a higher price.</summary>
    public required ExtremeBasis? AthBasis { get; init; }

    /// <summary>All-time low, converted at today's rate.</summary>
    public required decimal? Atl { get; init; }

    /// <summary>When the all-time low was; null if the source that states it does not say.</summary>
    public required DateTimeOffset? AtlDate { get; init; }

    /// <summary>What the all-time low rests on: the provider's statement, or our own history, which knows a lower price.</summary>
    public required ExtremeBasis? AtlBasis { get; init; }

    /// <summary>Total value locked in the asset's protocols or chain.</summary>
    public required decimal? Tvl { get; init; }

    /// <summary>Slugs of the categories, in alphabetical order.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Address of a logo at the provider; null if unknown.</summary>
    public required string? ImageUrl { get; init; }

    /// <summary>Time of the figures by the source's clock; null without a price.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>Time we received the figures by our clock; null without a price.</summary>
    public required DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Whether the figures are older than the limit; null without a price.</summary>
    public required bool? Stale { get; init; }

    /// <summary>Sources of the figures, in order of preference; empty without a price.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>From 0 to 1: agreement of the fresh sources on the price; null with fewer than two.</summary>
    public required double? Confidence { get; init; }

    /// <summary>Distance of the highest and lowest price of the fresh sources, as a share of the median; null with fewer than two.</summary>
    public required double? Spread { get; init; }

    /// <summary>The reason of each main figure that is missing, by its name; empty if none is.</summary>
    public required IReadOnlyDictionary<string, MissingReason> Missing { get; init; }

    internal static AssetResponse From(MarketRow row, Currency currency, NumberFormat format)
    {
        var quote = row.Quote;
        var figures = quote?.Figures;
        return new AssetResponse
        {
            Id = row.Asset.Slug,
            Symbol = row.Asset.Symbol,
            Name = row.Asset.Name,
            Rank = row.Rank,
            Tier = row.Tier,
            Price = Amount(figures?.Price),
            MarketCap = Amount(figures?.MarketCap),
            MarketCapBasis = quote?.MarketCapBasis,
            FullyDilutedValuation = Amount(figures?.FullyDilutedValuation),
            FdvBasis = quote?.FdvBasis,
            McapFdvRatio = Money.Ratio(figures?.MarketCap, figures?.FullyDilutedValuation),
            Volume24h = Amount(figures?.Volume24h),
            CirculatingSupply = figures?.CirculatingSupply,
            TotalSupply = figures?.TotalSupply,
            MaxSupply = figures?.MaxSupply,
            High24h = Amount(figures?.High24h),
            Low24h = Amount(figures?.Low24h),
            PriceChangePercentage1h = figures?.Changes.H1,
            PriceChangePercentage24h = figures?.Changes.H24,
            PriceChangePercentage7d = figures?.Changes.D7,
            PriceChangePercentage14d = figures?.Changes.D14,
            PriceChangePercentage30d = figures?.Changes.D30,
            PriceChangePercentage200d = figures?.Changes.D200,
            PriceChangePercentage1y = figures?.Changes.Y1,
            Ath = Amount(figures?.Ath),
            AthDate = figures?.AthDate,
            AthBasis = quote?.AthBasis,
            Atl = Amount(figures?.Atl),
            AtlDate = figures?.AtlDate,
            AtlBasis = quote?.AtlBasis,
            Tvl = Amount(row.Tvl?.Tvl),
            Categories = row.Categories,
            ImageUrl = row.Asset.ImageUrl,
            AsOf = figures?.AsOf,
            ReceivedAt = figures?.ReceivedAt,
            Stale = quote?.Stale,
            Sources = quote?.Sources ?? [],
            Confidence = quote?.Confidence,
            Spread = quote?.Spread,
            Missing = MissingFigures.Of(row, currency),
        };

        decimal? Amount(decimal? usDollars) => format.Round(currency.FromUsd(usDollars));
    }
}
