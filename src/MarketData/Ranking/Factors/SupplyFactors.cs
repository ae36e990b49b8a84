using MarketData.Markets;

namespace MarketData.Ranking.Factors;

/// <summary>Units of the asset.</summary>
internal static class SupplyFactors
{
    private const string NotStated = "No source states it.";
    private const string NoSupply = "One of the supplies is unknown.";

    public static readonly IReadOnlyList<Factor> All =
    [
        new("circulating_supply", FactorGroup.Supply, "units", null, FactorSource.Quote, "units in circulation", NotStated,
            inputs => Of(inputs.Figures?.CirculatingSupply)),
        new("total_supply", FactorGroup.Supply, "units", null, FactorSource.Quote, "units that exist, burned ones deducted", NotStated,
            inputs => Of(inputs.Figures?.TotalSupply)),
        new("max_supply", FactorGroup.Supply, "units", null, FactorSource.Quote, "units that can ever exist", "Unknown or unlimited.",
            inputs => Of(inputs.Figures?.MaxSupply)),
        new("float", FactorGroup.Supply, "ratio", null, FactorSource.Quote, "circulating ÷ max supply, or ÷ total supply where there is no maximum", NoSupply,
            inputs => Money.Ratio(inputs.Figures?.CirculatingSupply, inputs.Figures?.MaxSupply ?? inputs.Figures?.TotalSupply)),
        new("circulating_to_total", FactorGroup.Supply, "ratio", null, FactorSource.Quote, "circulating ÷ total supply", NoSupply,
            inputs => Money.Ratio(inputs.Figures?.CirculatingSupply, inputs.Figures?.TotalSupply)),
        new("issued", FactorGroup.Supply, "ratio", null, FactorSource.Quote, "total ÷ max supply", NoSupply,
            inputs => Money.Ratio(inputs.Figures?.TotalSupply, inputs.Figures?.MaxSupply)),
        .. Windows.Of([30, 90, 180, 365], "supply_growth_{window}", FactorGroup.Supply, "percent",
            "((market cap ÷ price) ÷ (market cap ÷ close {days} days ago) − 1) × 100", "Price or market cap at the start of the window is unknown.",
            (inputs, days) => (((1 + (SeriesStatistics.Change(inputs.Days.MarketCaps, days) / 100)) / (1 + (SeriesStatistics.Change(inputs.Days.Closes, days) / 100))) - 1) * 100),
    ];

    private static double? Of(decimal? supply) => supply is { } known ? Money.ToDouble(known) : null;
}
