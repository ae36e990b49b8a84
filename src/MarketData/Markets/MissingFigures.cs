using MarketData.Ingestion.Gate;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>Says why figures of an asset are missing.</summary>
internal static class MissingFigures
{
    private static readonly string[] MainFigures =
        ["price", "market_cap", "fully_diluted_valuation", "volume_24h", "circulating_supply", "total_supply", "max_supply"];

    private static readonly Dictionary<string, MissingReason> None = [];

    /// <summary>The reasons for the main figures of a row in a currency, by the figure's name; empty if nothing is missing.</summary>
    public static IReadOnlyDictionary<string, MissingReason> Of(MarketRow row, Currency currency)
    {
        if (row.Quote is null)
        {
            return MainFigures.ToDictionary(figure => figure, _ => Price(row));
        }

        Dictionary<string, MissingReason>? missing = null;
        var figures = row.Quote.Figures;
        Amount("price", figures.Price, MissingReason.NoPrice);
        Amount("market_cap", figures.MarketCap, OfProduct(figures.CirculatingSupply));
        Amount("fully_diluted_valuation", figures.FullyDilutedValuation, OfProduct(figures.TotalSupply ?? figures.MaxSupply));
        Amount("volume_24h", figures.Volume24h, MissingReason.NotProvided);
        Units("circulating_supply", figures.CirculatingSupply);
        Units("total_supply", figures.TotalSupply);
        Units("max_supply", figures.MaxSupply);
        return missing ?? None;

        void Amount(string figure, decimal? usDollars, MissingReason otherwise)
        {
            if (usDollars is null)
            {
                Note(figure, IsRefused(row, figure) ? MissingReason.Quarantined : otherwise);
            }
            else if (currency.FromUsd(usDollars) is null)
            {
                Note(figure, MissingReason.OutOfRange);
            }
        }

        void Units(string figure, decimal? value)
        {
            if (value is null)
            {
                Note(figure, IsRefused(row, figure) ? MissingReason.Quarantined : MissingReason.NotProvided);
            }
        }

        void Note(string figure, MissingReason reason)
        {
            missing ??= [];
            missing[figure] = reason;
        }
    }

    /// <summary>Why a row without a price has none.</summary>
    public static MissingReason Price(MarketRow row) =>
        IsRefused(row, Refusal.WholeQuote) ? MissingReason.Quarantined : MissingReason.NoPrice;

    /// <summary>Why price times a supply is missing: if the supply is known, the product is beyond the range.</summary>
    private static MissingReason OfProduct(decimal? supply) => supply is null ? MissingReason.NoSupply : MissingReason.OutOfRange;

    private static bool IsRefused(MarketRow row, string field) => row.Refusals.Any(refusal => refusal.Field == field);
}
