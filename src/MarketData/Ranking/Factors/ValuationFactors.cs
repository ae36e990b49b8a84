using MarketData.Markets;

namespace MarketData.Ranking.Factors;

/// <summary>Value, and value against other figures.</summary>
internal static class ValuationFactors
{
    private const string NoCap = "The market cap is unknown.";
    private const string NoTvl = "No source gives the value locked, or the other figure is unknown.";

    public static readonly IReadOnlyList<Factor> All =
    [
        new("market_cap", FactorGroup.Valuation, "usd", null, FactorSource.Quote, "median of what the fresh sources state, else price × circulating supply", NoCap,
            inputs => Of(inputs.Row.MarketCap)),
        new("market_cap_rank", FactorGroup.Valuation, "rank", null, FactorSource.Market, "1 is the greatest market cap", NoCap,
            inputs => inputs.Row.Rank),
        new("fdv", FactorGroup.Valuation, "usd", null, FactorSource.Quote, "median of what the fresh sources state, else price × total supply, else × max supply", "The fully diluted valuation is unknown.",
            inputs => Of(inputs.Row.FullyDilutedValuation)),
        new("fdv_to_market_cap", FactorGroup.Valuation, "ratio", null, FactorSource.Quote, "fully diluted valuation ÷ market cap", "Valuation or market cap is unknown.",
            inputs => Money.Ratio(inputs.Row.FullyDilutedValuation, inputs.Row.MarketCap)),
        new("market_share", FactorGroup.Valuation, "percent", null, FactorSource.Market, "market cap ÷ that of the whole market × 100", NoCap,
            inputs => Money.Ratio(inputs.Row.MarketCap, inputs.Totals.Market) * 100),
        new("tier_share", FactorGroup.Valuation, "percent", null, FactorSource.Market, "market cap ÷ that of its cap tier × 100", NoCap,
            inputs => Money.Ratio(inputs.Row.MarketCap, inputs.Totals.Tier) * 100),
        new("category_share", FactorGroup.Valuation, "percent", null, FactorSource.Market, "market cap ÷ that of its peer category × 100", "The market cap is unknown, or the asset has no peer category.",
            inputs => Money.Ratio(inputs.Row.MarketCap, inputs.Totals.PeerCategory) * 100),
        new("tvl", FactorGroup.Valuation, "usd", null, FactorSource.Tvl, "value locked in the asset's protocols or chain", "No source gives the value locked.",
            inputs => Of(inputs.Row.Tvl?.Tvl)),
        new("market_cap_to_tvl", FactorGroup.Valuation, "ratio", null, FactorSource.Tvl, "market cap ÷ value locked", NoTvl,
            inputs => Money.Ratio(inputs.Row.MarketCap, inputs.Row.Tvl?.Tvl)),
        new("fdv_to_tvl", FactorGroup.Valuation, "ratio", null, FactorSource.Tvl, "fully diluted valuation ÷ value locked", NoTvl,
            inputs => Money.Ratio(inputs.Row.FullyDilutedValuation, inputs.Row.Tvl?.Tvl)),
        new("volume_to_tvl", FactorGroup.Valuation, "ratio", "24h", FactorSource.Tvl, "volume of 24 hours ÷ value locked", NoTvl,
            inputs => Money.Ratio(inputs.Row.Volume24h, inputs.Row.Tvl?.Tvl)),
        .. Windows.Of([30, 90, 365], "market_cap_change_{window}", FactorGroup.Valuation, "percent",
            "(market cap ÷ that of {days} days ago − 1) × 100", "The market cap at the start of the window is unknown.",
            (inputs, days) => SeriesStatistics.Change(inputs.Days.MarketCaps, days)),
    ];

    private static double? Of(decimal? amount) => amount is { } known ? Money.ToDouble(known) : null;
}
