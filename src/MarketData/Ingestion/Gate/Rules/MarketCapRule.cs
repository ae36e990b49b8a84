using System.Globalization;
using MarketData.Markets;

namespace MarketData.Ingestion.Gate.Rules;

/// <summary>
/// Refuses a market cap that disagrees with price times circulating supply, or the supply if the market cap agrees with the one we
/// hold. When they are worlds apart and we hold no earlier price, nobody can tell which of them is wrong, and the quote is refused.
/// </summary>
internal sealed class MarketCapRule(double tolerance) : IQuoteRule
{
    /// <summary>Less than ten, so that an error of one order of magnitude is one even where the market cap lags behind the price.</summary>
    private const double WorldsApart = 8;

    public string Name => "market_cap_mismatch";

    public void Check(QuoteDraft draft)
    {
        if (draft.MarketCap is not { } stated || draft.CirculatingSupply is not { } supply)
        {
            return;
        }

        var ratio = Ratio(stated, draft, supply);
        if (IsNearOne(ratio))
        {
            return;
        }

        if (draft.Held is null && ratio is > WorldsApart or < 1 / WorldsApart)
        {
            draft.Refuse(Name, draft.Price, Describe("The first price we see", draft, ratio));
            return;
        }

        if (draft.Held?.CirculatingSupply is > 0 and var heldSupply && IsNearOne(Ratio(stated, draft, heldSupply)))
        {
            draft.RefuseField(Name, "circulating_supply", supply, Describe("The circulating supply", draft, ratio));
            draft.CirculatingSupply = null;
            return;
        }

        draft.RefuseField(Name, "market_cap", stated, Describe("The market cap", draft, ratio));
        draft.MarketCap = null;
    }

    private static double Ratio(decimal marketCap, QuoteDraft draft, decimal supply) =>
        (double)marketCap / ((double)draft.Price!.Value * (double)supply);

    private bool IsNearOne(double ratio) => Math.Abs(ratio - 1) <= tolerance;

    private static string Describe(string subject, QuoteDraft draft, double ratio) => string.Create(
        CultureInfo.InvariantCulture,
        $"{subject} disagrees: market cap is {ratio:G3} times price × circulating supply ({Money.Multiply(draft.Price, draft.CirculatingSupply)}).");
}
