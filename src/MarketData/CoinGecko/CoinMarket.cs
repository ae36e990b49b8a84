using System.Text.Json.Serialization;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>A coin with its figures. Amounts are in the currency asked for, converted at the current rate; percentages are measured in US dollars.</summary>
public sealed record CoinMarket
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Address of a logo; null if unknown.</summary>
    public required string? Image { get; init; }

    /// <summary>Price; null if unknown.</summary>
    public required decimal? CurrentPrice { get; init; }

    /// <summary>Market cap; null if unknown.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>1 is the greatest market cap; null without one.</summary>
    public required int? MarketCapRank { get; init; }

    /// <summary>Fully diluted valuation; null if unknown.</summary>
    public required decimal? FullyDilutedValuation { get; init; }

    /// <summary>Volume of the last 24 hours; null if unknown.</summary>
    public required decimal? TotalVolume { get; init; }

    /// <summary>Highest price of the last 24 hours; null if unknown.</summary>
    [JsonPropertyName("high_24h")]
    public required decimal? High24h { get; init; }

    /// <summary>Lowest price of the last 24 hours; null if unknown.</summary>
    [JsonPropertyName("low_24h")]
    public required decimal? Low24h { get; init; }

    /// <summary>Change of the price over 24 hours; null if unknown.</summary>
    [JsonPropertyName("price_change_24h")]
    public required decimal? PriceChange24h { get; init; }

    /// <summary>Change of the price over 24 hours in percent, at five places; null if unknown.</summary>
    [JsonPropertyName("price_change_percentage_24h")]
    public required double? PriceChangePercentage24h { get; init; }

    /// <summary>Change of the market cap over 24 hours; null if unknown.</summary>
    [JsonPropertyName("market_cap_change_24h")]
    public required decimal? MarketCapChange24h { get; init; }

    /// <summary>Change of the market cap over 24 hours in percent, at five places; null if unknown.</summary>
    [JsonPropertyName("market_cap_change_percentage_24h")]
    public required double? MarketCapChangePercentage24h { get; init; }

    /// <summary>Units in circulation; null if unknown.</summary>
    public required decimal? CirculatingSupply { get; init; }

    /// <summary>Units that exist; null if unknown.</summary>
    public required decimal? TotalSupply { get; init; }

    /// <summary>Units that can ever exist; null if unknown or unlimited.</summary>
    public required decimal? MaxSupply { get; init; }

    /// <summary>All-time high; null if unknown.</summary>
    public required decimal? Ath { get; init; }

    /// <summary>Distance of the price from the all-time high in percent, at five places; null if unknown.</summary>
    public required double? AthChangePercentage { get; init; }

    /// <summary>When the all-time high was; null if unknown.</summary>
    public required DateTimeOffset? AthDate { get; init; }

    /// <summary>All-time low; null if unknown.</summary>
    public required decimal? Atl { get; init; }

    /// <summary>Distance of the price from the all-time low in percent, at five places; null if unknown.</summary>
    public required double? AtlChangePercentage { get; init; }

    /// <summary>When the all-time low was; null if unknown.</summary>
    public required DateTimeOffset? AtlDate { get; init; }

    /// <summary>Return on the price of the first sale; null if unknown.</summary>
    public required CoinRoi? Roi { get; init; }

    /// <summary>Time of the figures by the source's clock; null without a price.</summary>
    public required DateTimeOffset? LastUpdated { get; init; }

    /// <summary>The rank; absent where it was not asked for, and without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MarketCapRankWithRehypothecated { get; init; }

    /// <summary>Prices of the last seven days; absent where they were not asked for.</summary>
    [JsonPropertyName("sparkline_in_7d")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoinSparkline? Sparkline { get; init; }

    /// <summary>Change of the price over one hour in percent; absent where it was not asked for, null if unknown; the other windows likewise.</summary>
    [JsonPropertyName("price_change_percentage_1h_in_currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedPercentage? Change1h { get; init; }

    /// <summary>Change over 24 hours.</summary>
    [JsonPropertyName("price_change_percentage_24h_in_currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedPercentage? Change24h { get; init; }

    /// <summary>Change over 7 days.</summary>
    [JsonPropertyName("price_change_percentage_7d_in_currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedPercentage? Change7d { get; init; }

    /// <summary>Change over 14 days.</summary>
    [JsonPropertyName("price_change_percentage_14d_in_currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedPercentage? Change14d { get; init; }

    /// <summary>Change over 30 days.</summary>
    [JsonPropertyName("price_change_percentage_30d_in_currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedPercentage? Change30d { get; init; }

    /// <summary>Change over 200 days.</summary>
    [JsonPropertyName("price_change_percentage_200d_in_currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedPercentage? Change200d { get; init; }

    /// <summary>Change over one year.</summary>
    [JsonPropertyName("price_change_percentage_1y_in_currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedPercentage? Change1y { get; init; }

    internal static CoinMarket From(MarketRow row, Currency currency, NumberFormat format)
    {
        var figures = row.Quote?.Figures;
        return new CoinMarket
        {
            Id = row.Asset.Slug,
            Symbol = row.Asset.Symbol,
            Name = row.Asset.Name,
            Image = row.Asset.ImageUrl,
            CurrentPrice = Amount(figures?.Price),
            MarketCap = Amount(figures?.MarketCap),
            MarketCapRank = row.Rank,
            FullyDilutedValuation = Amount(figures?.FullyDilutedValuation),
            TotalVolume = Amount(figures?.Volume24h),
            High24h = Amount(figures?.High24h),
            Low24h = Amount(figures?.Low24h),
            PriceChange24h = Amount(figures?.PriceChange24h),
            PriceChangePercentage24h = Percentages.Round(figures?.Changes.H24),
            MarketCapChange24h = Amount(figures?.MarketCapChange24h),
            MarketCapChangePercentage24h = Percentages.Round(figures?.MarketCapChangePercentage24h),
            CirculatingSupply = figures?.CirculatingSupply,
            TotalSupply = figures?.TotalSupply,
            MaxSupply = figures?.MaxSupply,
            Ath = Amount(figures?.Ath),
            AthChangePercentage = Percentages.OfHigh(figures),
            AthDate = figures?.AthDate,
            Atl = Amount(figures?.Atl),
            AtlChangePercentage = Percentages.OfLow(figures),
            AtlDate = figures?.AtlDate,
            Roi = CoinRoi.Of(figures),
            LastUpdated = figures?.AsOf,
        };

        decimal? Amount(decimal? usDollars) => format.Round(currency.FromUsd(usDollars));
    }
}

/// <summary>Return on the price of the first sale.</summary>
/// <param name="Times">How many times that price.</param>
/// <param name="Currency">Currency of that price.</param>
/// <param name="Percentage">In percent.</param>
public sealed record CoinRoi(double Times, string Currency, double Percentage)
{
    internal static CoinRoi? Of(Quote? figures) => figures?.SaleReturn is { } roi ? new CoinRoi(roi.Times, roi.Currency, roi.Percentage) : null;
}

/// <summary>Prices of the last seven days.</summary>
/// <param name="Price">The last price of each hour, oldest first; an hour without one is left out.</param>
public sealed record CoinSparkline(IReadOnlyList<decimal?> Price);

/// <summary>Percentages as CoinGecko writes them: at five places.</summary>
internal static class Percentages
{
    private const int Places = 5;

    /// <summary>A percentage at five places. The zero that is added makes a negative zero, which no client expects, a plain one.</summary>
    public static double? Round(double? percentage) => percentage is { } value ? Math.Round(value, Places, MidpointRounding.AwayFromZero) + 0.0 : null;

    /// <summary>Distance of the price from the all-time high, at five places: as stated for this price, else computed; null if unknown.</summary>
    public static double? OfHigh(Quote? figures) => Round(figures?.AthChangePercentage ?? Change(figures?.Ath, figures?.Price));

    /// <summary>Distance of the price from the all-time low; as <see cref="OfHigh"/>.</summary>
    public static double? OfLow(Quote? figures) => Round(figures?.AtlChangePercentage ?? Change(figures?.Atl, figures?.Price));

    private static double? Change(decimal? from, decimal? to) => (Money.Ratio(to, from) - 1) * 100;
}
