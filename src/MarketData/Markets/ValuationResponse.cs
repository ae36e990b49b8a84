using System.Text.Json.Serialization;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>What an asset is worth by several measures. Amounts are in the currency asked for; unknown is null, with a reason.</summary>
public sealed record ValuationResponse
{
    /// <summary>Id of the asset.</summary>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Price of one unit.</summary>
    public required decimal? Price { get; init; }

    /// <summary>Market capitalisation.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>What the market cap rests on: the provider's statement, or price times circulating supply.</summary>
    public required MarketCapBasis? MarketCapBasis { get; init; }

    /// <summary>Cap tier by market cap in US dollars.</summary>
    public required CapTier? Tier { get; init; }

    /// <summary>Fully diluted valuation.</summary>
    public required decimal? FullyDilutedValuation { get; init; }

    /// <summary>What the fully diluted valuation rests on: the provider's statement, total supply, or maximum supply.</summary>
    public required FdvBasis? FdvBasis { get; init; }

    /// <summary>Market cap over fully diluted valuation: 1 if all units circulate.</summary>
    public required double? McapFdvRatio { get; init; }

    /// <summary>Circulating over maximum supply, from 0 to 1.</summary>
    [JsonPropertyName("float")]
    public required double? FloatShare { get; init; }

    /// <summary>Units in circulation.</summary>
    public required decimal? CirculatingSupply { get; init; }

    /// <summary>Where the circulating supply comes from: the provider's statement, or its market cap over its price.</summary>
    public required SupplyBasis? CirculatingSupplyBasis { get; init; }

    /// <summary>Units that exist.</summary>
    public required decimal? TotalSupply { get; init; }

    /// <summary>Units that can ever exist; null if unknown or unlimited.</summary>
    public required decimal? MaxSupply { get; init; }

    /// <summary>Total value locked in the asset's protocols or chain.</summary>
    public required decimal? Tvl { get; init; }

    /// <summary>Market cap over value locked.</summary>
    public required double? McapTvlRatio { get; init; }

    /// <summary>Fully diluted valuation over value locked.</summary>
    public required double? FdvTvlRatio { get; init; }

    /// <summary>Time of the figures by the source's clock; null without a price.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>Whether the figures are older than the limit; null without a price.</summary>
    public required bool? Stale { get; init; }

    /// <summary>Sources of the figures, in order of preference.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The reason of each measure that is missing, by its name; empty if none is.</summary>
    public required IReadOnlyDictionary<string, MissingReason> Missing { get; init; }

    internal static ValuationResponse From(MarketRow row, Currency currency, NumberFormat format)
    {
        var figures = row.Quote?.Figures;
        var valuation = new ValuationResponse
        {
            Id = row.Asset.Slug,
            Symbol = row.Asset.Symbol,
            Name = row.Asset.Name,
            Price = Amount(row.Price),
            MarketCap = Amount(row.MarketCap),
            MarketCapBasis = row.Quote?.MarketCapBasis,
            Tier = row.Tier,
            FullyDilutedValuation = Amount(row.FullyDilutedValuation),
            FdvBasis = row.Quote?.FdvBasis,
            McapFdvRatio = Money.Ratio(row.MarketCap, row.FullyDilutedValuation),
            FloatShare = Money.Ratio(figures?.CirculatingSupply, figures?.MaxSupply),
            CirculatingSupply = figures?.CirculatingSupply,
            CirculatingSupplyBasis = figures?.CirculatingSupply is null ? null : figures.CirculatingSupplyBasis,
            TotalSupply = figures?.TotalSupply,
            MaxSupply = figures?.MaxSupply,
            Tvl = Amount(row.Tvl?.Tvl),
            McapTvlRatio = Money.Ratio(row.MarketCap, row.Tvl?.Tvl),
            FdvTvlRatio = Money.Ratio(row.FullyDilutedValuation, row.Tvl?.Tvl),
            AsOf = figures?.AsOf,
            Stale = row.Quote?.Stale,
            Sources = row.Quote?.Sources ?? [],
            Missing = new Dictionary<string, MissingReason>(),
        };
        return valuation with { Missing = valuation.Reasons(row, currency) };

        decimal? Amount(decimal? usDollars) => format.Round(currency.FromUsd(usDollars));
    }

    /// <summary>A ratio is missing because of the first of its parts that is.</summary>
    private Dictionary<string, MissingReason> Reasons(MarketRow row, Currency currency)
    {
        var reasons = new Dictionary<string, MissingReason>(MissingFigures.Of(row, currency));
        reasons.Remove("volume_24h");
        Because("tier", Tier is null, "market_cap");
        Because("mcap_fdv_ratio", McapFdvRatio is null, "market_cap", "fully_diluted_valuation");
        Because("float", FloatShare is null, "circulating_supply", "max_supply");
        if (Tvl is null)
        {
            reasons["tvl"] = row.Tvl is null ? MissingReason.NotProvided : MissingReason.OutOfRange;
        }

        Because("mcap_tvl_ratio", McapTvlRatio is null, "market_cap", "tvl");
        Because("fdv_tvl_ratio", FdvTvlRatio is null, "fully_diluted_valuation", "tvl");
        return reasons;

        void Because(string measure, bool isMissing, params string[] parts)
        {
            if (isMissing)
            {
                var cause = parts.FirstOrDefault(reasons.ContainsKey);
                reasons[measure] = cause is null ? MissingReason.OutOfRange : reasons[cause];
            }
        }
    }
}

/// <summary>Valuations of several assets.</summary>
/// <param name="Data">The assets found, in the order asked.</param>
/// <param name="Missing">What could not be given, with the reason; empty if nothing.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record ValuationsResponse(
    IReadOnlyList<ValuationResponse> Data, IReadOnlyList<MissingItem> Missing, AnswerMeta Meta);
