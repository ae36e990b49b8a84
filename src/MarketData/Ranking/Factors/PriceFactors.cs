using MarketData.Markets;

namespace MarketData.Ranking.Factors;

/// <summary>Price and its place within known bounds.</summary>
internal static class PriceFactors
{
    private const string NoPrice = "No enabled source gives a price.";
    private const string NoRange = "No source gives both ends of the last 24 hours.";
    private const string NoRecord = "No source gives the record.";

    public static readonly IReadOnlyList<Factor> All =
    [
        new("price", FactorGroup.Price, "usd", null, FactorSource.Quote, "median price of the fresh sources", NoPrice,
            inputs => inputs.Price),
        new("range_24h", FactorGroup.Price, "percent", "24h", FactorSource.Quote, "(high − low) ÷ low × 100", NoRange,
            inputs => (Money.Ratio(inputs.Figures?.High24h, inputs.Figures?.Low24h) - 1) * 100),
        new("place_in_range_24h", FactorGroup.Price, "ratio", "24h", FactorSource.Quote, "(price − low) ÷ (high − low); 0 at the low, 1 at the high", NoRange,
            inputs => Money.Ratio(inputs.Row.Price - inputs.Figures?.Low24h, inputs.Figures?.High24h - inputs.Figures?.Low24h)),
        new("ath_distance", FactorGroup.Price, "percent", null, FactorSource.Quote, "(price ÷ all-time high − 1) × 100", NoRecord,
            inputs => (Money.Ratio(inputs.Row.Price, inputs.Figures?.Ath) - 1) * 100),
        new("ath_age", FactorGroup.Price, "days", null, FactorSource.Quote, "days since the all-time high", NoRecord,
            inputs => (inputs.Now - inputs.Figures?.AthDate)?.TotalDays),
        new("atl_multiple", FactorGroup.Price, "ratio", null, FactorSource.Quote, "price ÷ all-time low", NoRecord,
            inputs => Money.Ratio(inputs.Row.Price, inputs.Figures?.Atl)),
        new("atl_age", FactorGroup.Price, "days", null, FactorSource.Quote, "days since the all-time low", NoRecord,
            inputs => (inputs.Now - inputs.Figures?.AtlDate)?.TotalDays),
        .. Windows.Of([7, 20, 50, 200], "sma_distance_{window}", FactorGroup.Price, "percent",
            "(price ÷ mean of the last {days} closes − 1) × 100", "Fewer than 80 % of the last {days} days are known.",
            (inputs, days) => SeriesStatistics.FromMean(inputs.Days.Closes, days)),
    ];
}
