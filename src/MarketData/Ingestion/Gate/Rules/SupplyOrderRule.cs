using System.Globalization;

namespace MarketData.Ingestion.Gate.Rules;

/// <summary>
/// Refuses a bound that is below what it bounds: a total below the circulating supply, a maximum below the total. The inner figure
/// stays, since units that exist disprove the bound and not the other way round.
/// </summary>
internal sealed class SupplyOrderRule(double tolerance) : IQuoteRule
{
    public string Name => "supply_order";

    public void Check(QuoteDraft draft)
    {
        if (Exceeds(draft.CirculatingSupply, draft.TotalSupply))
        {
            RefuseBound("total_supply", draft.TotalSupply, "circulating_supply", draft.CirculatingSupply);
            draft.TotalSupply = null;
        }

        var innerName = draft.TotalSupply is null ? "circulating_supply" : "total_supply";
        var inner = draft.TotalSupply ?? draft.CirculatingSupply;
        if (Exceeds(inner, draft.MaxSupply))
        {
            RefuseBound("max_supply", draft.MaxSupply, innerName, inner);
            draft.MaxSupply = null;
        }

        void RefuseBound(string field, decimal? value, string exceededBy, decimal? by) => draft.RefuseField(
            Name,
            field,
            value,
            string.Create(CultureInfo.InvariantCulture, $"{field} is less than {exceededBy} ({by}) by more than {tolerance:P0}."));
    }

    private bool Exceeds(decimal? inner, decimal? bound) =>
        inner is { } value && bound is { } limit && (double)value > (double)limit * (1 + tolerance);
}
