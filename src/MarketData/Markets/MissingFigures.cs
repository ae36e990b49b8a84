using MarketData.Ingestion.Gate;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>Says why figures of an asset are missing.</summary>
internal static class MissingFigures
{
    private static readonly Dictionary<string, MissingReason> None = [];

    /// <summary>The reasons for the main figures of a row, by the figure's name; empty if nothing is missing.</summary>
    /// <param name="row">The row.</param>
    /// <param name="currency">The currency of the answer, in which an amount may be too great to be written; US dollars if null.</param>
    public static IReadOnlyDictionary<string, MissingReason> Of(MarketRow row, Currency? currency = null)
    {
        if (row.Quote is null)
        {
            return new Dictionary<string, MissingReason> { ["price"] = Price(row) };
        }

        Dictionary<string, MissingReason>? missing = null;
        var figures = row.Quote.Figures;
        NoteAmount("price", figures.Price, MissingReason.NoPrice);
        NoteAmount("market_cap", figures.MarketCap, MissingReason.NoSupply);
        NoteAmount("fully_diluted_valuation", figures.FullyDilutedValuation, MissingReason.NoSupply);
        NoteAmount("volume_24h", figures.Volume24h, MissingReason.NotProvided);
        Note("circulating_supply", figures.CirculatingSupply, MissingReason.NotProvided);
        Note("total_supply", figures.TotalSupply, MissingReason.NotProvided);
        Note("max_supply", figures.MaxSupply, MissingReason.NotProvided);
        return missing ?? None;

        void NoteAmount(string figure, decimal? value, MissingReason otherwise)
        {
            if (value is not null && currency is not null && currency.FromUsd(value) is null)
            {
                missing ??= [];
                missing[figure] = MissingReason.OutOfRange;
            }

            Note(figure, value, otherwise);
        }

        void Note(string figure, decimal? value, MissingReason otherwise)
        {
            if (value is null)
            {
                missing ??= [];
                missing[figure] = IsRefused(row, figure) ? MissingReason.Quarantined : otherwise;
            }
        }
    }

    /// <summary>Why a row without a price has none.</summary>
    public static MissingReason Price(MarketRow row) =>
        IsRefused(row, Refusal.WholeQuote) ? MissingReason.Quarantined : MissingReason.NoPrice;

    private static bool IsRefused(MarketRow row, string field) => row.Refusals.Any(refusal => refusal.Field == field);
}
