using System.Text.Json.Serialization;
using MarketData.Candles;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>
/// Figures of a coin. Amounts are in every currency there is a rate for, converted at the current rate; a currency is left out where the figure is not
/// known. Percentages are measured in US dollars.
/// </summary>
public sealed record CoinMarketData
{
    /// <summary>Price.</summary>
    public required IReadOnlyDictionary<string, decimal> CurrentPrice { get; init; }

    /// <summary>Value locked, in US dollars; null if unknown.</summary>
    public required decimal? TotalValueLocked { get; init; }

    /// <summary>Market cap over value locked; null if unknown.</summary>
    public required double? McapToTvlRatio { get; init; }

    /// <summary>Fully diluted valuation over value locked; null if unknown.</summary>
    public required double? FdvToTvlRatio { get; init; }

    /// <summary>Return on the price of the first sale; null if unknown.</summary>
    public required CoinRoi? Roi { get; init; }

    /// <summary>All-time high.</summary>
    public required IReadOnlyDictionary<string, decimal> Ath { get; init; }

    /// <summary>Distance of the price from it, in percent.</summary>
    public required IReadOnlyDictionary<string, double> AthChangePercentage { get; init; }

    /// <summary>When it was.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> AthDate { get; init; }

    /// <summary>All-time low.</summary>
    public required IReadOnlyDictionary<string, decimal> Atl { get; init; }

    /// <summary>Distance of the price from it, in percent.</summary>
    public required IReadOnlyDictionary<string, double> AtlChangePercentage { get; init; }

    /// <summary>When it was.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> AtlDate { get; init; }

    /// <summary>Market cap.</summary>
    public required IReadOnlyDictionary<string, decimal> MarketCap { get; init; }

    /// <summary>Fully diluted valuation.</summary>
    public required IReadOnlyDictionary<string, decimal> FullyDilutedValuation { get; init; }

    /// <summary>Market cap over fully diluted valuation; null if unknown.</summary>
    public required double? MarketCapFdvRatio { get; init; }

    /// <summary>1 is the greatest market cap; null without one.</summary>
    public required int? MarketCapRank { get; init; }

    /// <summary>Always null: not known here.</summary>
    public required decimal? OutstandingTokenValueUsd { get; init; }

    /// <summary>The same rank: staked and wrapped coins are ranked too.</summary>
    public required int? MarketCapRankWithRehypothecated { get; init; }

    /// <summary>Volume of the last 24 hours.</summary>
    public required IReadOnlyDictionary<string, decimal> TotalVolume { get; init; }

    /// <summary>Highest price of the last 24 hours.</summary>
    [JsonPropertyName("high_24h")]
    public required IReadOnlyDictionary<string, decimal> High24h { get; init; }

    /// <summary>Lowest price of the last 24 hours.</summary>
    [JsonPropertyName("low_24h")]
    public required IReadOnlyDictionary<string, decimal> Low24h { get; init; }

    /// <summary>Change of the price over 24 hours, in US dollars; null if unknown.</summary>
    [JsonPropertyName("price_change_24h")]
    public required decimal? PriceChange24h { get; init; }

    /// <summary>Change of the price over 24 hours in percent; null if unknown; the other windows likewise.</summary>
    [JsonPropertyName("price_change_percentage_24h")]
    public required double? PriceChangePercentage24h { get; init; }

    /// <summary>Over 7 days.</summary>
    [JsonPropertyName("price_change_percentage_7d")]
    public required double? PriceChangePercentage7d { get; init; }

    /// <summary>Over 14 days.</summary>
    [JsonPropertyName("price_change_percentage_14d")]
    public required double? PriceChangePercentage14d { get; init; }

    /// <summary>Over 30 days.</summary>
    [JsonPropertyName("price_change_percentage_30d")]
    public required double? PriceChangePercentage30d { get; init; }

    /// <summary>Over 60 days; always null: no source gives it.</summary>
    [JsonPropertyName("price_change_percentage_60d")]
    public required double? PriceChangePercentage60d { get; init; }

    /// <summary>Over 200 days.</summary>
    [JsonPropertyName("price_change_percentage_200d")]
    public required double? PriceChangePercentage200d { get; init; }

    /// <summary>Over one year.</summary>
    [JsonPropertyName("price_change_percentage_1y")]
    public required double? PriceChangePercentage1y { get; init; }

    /// <summary>Change of the market cap over 24 hours, in US dollars; null if unknown.</summary>
    [JsonPropertyName("market_cap_change_24h")]
    public required decimal? MarketCapChange24h { get; init; }

    /// <summary>Change of the market cap over 24 hours in percent; null if unknown.</summary>
    [JsonPropertyName("market_cap_change_percentage_24h")]
    public required double? MarketCapChangePercentage24h { get; init; }

    /// <summary>Change of the price over 24 hours.</summary>
    [JsonPropertyName("price_change_24h_in_currency")]
    public required IReadOnlyDictionary<string, decimal> PriceChange24hInCurrency { get; init; }

    /// <summary>Change over one hour in percent, under usd alone; the other windows likewise.</summary>
    [JsonPropertyName("price_change_percentage_1h_in_currency")]
    public required IReadOnlyDictionary<string, double> Change1h { get; init; }

    /// <summary>Over 24 hours.</summary>
    [JsonPropertyName("price_change_percentage_24h_in_currency")]
    public required IReadOnlyDictionary<string, double> Change24h { get; init; }

    /// <summary>Over 7 days.</summary>
    [JsonPropertyName("price_change_percentage_7d_in_currency")]
    public required IReadOnlyDictionary<string, double> Change7d { get; init; }

    /// <summary>Over 14 days.</summary>
    [JsonPropertyName("price_change_percentage_14d_in_currency")]
    public required IReadOnlyDictionary<string, double> Change14d { get; init; }

    /// <summary>Over 30 days.</summary>
    [JsonPropertyName("price_change_percentage_30d_in_currency")]
    public required IReadOnlyDictionary<string, double> Change30d { get; init; }

    /// <summary>Over 60 days; always empty: no source gives it.</summary>
    [JsonPropertyName("price_change_percentage_60d_in_currency")]
    public required IReadOnlyDictionary<string, double> Change60d { get; init; }

    /// <summary>Over 200 days.</summary>
    [JsonPropertyName("price_change_percentage_200d_in_currency")]
    public required IReadOnlyDictionary<string, double> Change200d { get; init; }

    /// <summary>Over one year.</summary>
    [JsonPropertyName("price_change_percentage_1y_in_currency")]
    public required IReadOnlyDictionary<string, double> Change1y { get; init; }

    /// <summary>Change of the market cap over 24 hours.</summary>
    [JsonPropertyName("market_cap_change_24h_in_currency")]
    public required IReadOnlyDictionary<string, decimal> MarketCapChange24hInCurrency { get; init; }

    /// <summary>Change of the market cap over 24 hours in percent, under usd alone.</summary>
    [JsonPropertyName("market_cap_change_percentage_24h_in_currency")]
    public required IReadOnlyDictionary<string, double> MarketCapChangePercentage24hInCurrency { get; init; }

    /// <summary>Units that exist; null if unknown.</summary>
    public required decimal? TotalSupply { get; init; }

    /// <summary>Units that can ever exist; null if unknown or unlimited.</summary>
    public required decimal? MaxSupply { get; init; }

    /// <summary>Whether more can always be made; null: unknown and unlimited are not told apart here.</summary>
    public required bool? MaxSupplyInfinite { get; init; }

    /// <summary>Units in circulation; null if unknown.</summary>
    public required decimal? CirculatingSupply { get; init; }

    /// <summary>Always null: not known here.</summary>
    public required decimal? OutstandingSupply { get; init; }

    /// <summary>Time of the figures by the source's clock; null without a price.</summary>
    public required DateTimeOffset? LastUpdated { get; init; }

    /// <summary>Prices of the last seven days in US dollars; absent where they were not asked for.</summary>
    [JsonPropertyName("sparkline_7d")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoinSparkline? Sparkline { get; init; }

    internal static CoinMarketData From(MarketSnapshot snapshot, MarketRow row, SparklineTable? sparklines)
    {
        var figures = row.Quote?.Figures;
        var changes = figures?.Changes ?? default;
        var amounts = new CurrencyAmounts(snapshot.Currencies);
        return new CoinMarketData
        {
            CurrentPrice = amounts.Of(figures?.Price),
            TotalValueLocked = row.Tvl?.Tvl,
            McapToTvlRatio = Money.Ratio(row.MarketCap, row.Tvl?.Tvl),
            FdvToTvlRatio = Money.Ratio(row.FullyDilutedValuation, row.Tvl?.Tvl),
            Roi = CoinRoi.Of(figures),
            Ath = amounts.Of(figures?.Ath),
            AthChangePercentage = UsdOf(Percentages.OfHigh(figures)),
            AthDate = UsdOf(figures?.AthDate),
            Atl = amounts.Of(figures?.Atl),
            AtlChangePercentage = UsdOf(Percentages.OfLow(figures)),
            AtlDate = UsdOf(figures?.AtlDate),
            MarketCap = amounts.Of(row.MarketCap),
            FullyDilutedValuation = amounts.Of(row.FullyDilutedValuation),
            MarketCapFdvRatio = Money.Ratio(row.MarketCap, row.FullyDilutedValuation),
            MarketCapRank = row.Rank,
            OutstandingTokenValueUsd = null,
            MarketCapRankWithRehypothecated = row.Rank,
            TotalVolume = amounts.Of(row.Volume24h),
            High24h = amounts.Of(figures?.High24h),
            Low24h = amounts.Of(figures?.Low24h),
            PriceChange24h = figures?.PriceChange24h,
            PriceChangePercentage24h = Percentages.Round(changes.H24),
            PriceChangePercentage7d = Percentages.Round(changes.D7),
            PriceChangePercentage14d = Percentages.Round(changes.D14),
            PriceChangePercentage30d = Percentages.Round(changes.D30),
            PriceChangePercentage60d = null,
            PriceChangePercentage200d = Percentages.Round(changes.D200),
            PriceChangePercentage1y = Percentages.Round(changes.Y1),
            MarketCapChange24h = figures?.MarketCapChange24h,
            MarketCapChangePercentage24h = Percentages.Round(figures?.MarketCapChangePercentage24h),
            PriceChange24hInCurrency = amounts.Of(figures?.PriceChange24h),
            Change1h = UsdOf(changes.H1),
            Change24h = UsdOf(changes.H24),
            Change7d = UsdOf(changes.D7),
            Change14d = UsdOf(changes.D14),
            Change30d = UsdOf(changes.D30),
            Change60d = UsdOf<double>(null),
            Change200d = UsdOf(changes.D200),
            Change1y = UsdOf(changes.Y1),
            MarketCapChange24hInCurrency = amounts.Of(figures?.MarketCapChange24h),
            MarketCapChangePercentage24hInCurrency = UsdOf(figures?.MarketCapChangePercentage24h),
            TotalSupply = figures?.TotalSupply,
            MaxSupply = figures?.MaxSupply,
            MaxSupplyInfinite = null,
            CirculatingSupply = figures?.CirculatingSupply,
            OutstandingSupply = null,
            LastUpdated = figures?.AsOf,
            Sparkline = sparklines is null ? null : new CoinSparkline([.. sparklines.Get(row.Asset.Id).Select(price => (decimal?)price)]),
        };
    }

    private static Dictionary<string, T> UsdOf<T>(T? value)
        where T : struct => value is { } known ? new() { [Currency.UsDollar.Code] = known } : [];
}

/// <summary>An amount in every currency, in CoinGecko's order: short codes first, each length by the alphabet.</summary>
internal sealed class CurrencyAmounts(CurrencyTable currencies)
{
    private readonly Currency[] _currencies = [.. currencies.All.OrderBy(currency => currency.Code.Length).ThenBy(currency => currency.Code, StringComparer.Ordinal)];

    /// <summary>The amount by currency; without those that no decimal holds it in, and empty if it is unknown.</summary>
    public IReadOnlyDictionary<string, decimal> Of(decimal? usDollars)
    {
        var amounts = new Dictionary<string, decimal>();
        foreach (var currency in _currencies)
        {
            if (currency.FromUsd(usDollars) is { } amount)
            {
                amounts[currency.Code] = amount;
            }
        }

        return amounts;
    }
}
