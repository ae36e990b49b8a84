using System.Globalization;
using MarketData.Markets;

namespace MarketData.Ingestion.Gate.Rules;

/// <summary>
/// Refuses a market cap that disagrees with price times circulating supply. When they are worlds apart and we hold no earlier price,
/// nobody can tell which of them is wrong, and the quote is refused.
/// </summary>
internal sealed class MarketCapRule(double tolerance) : IQuoteRule
{
    private const double WorldsApart = 10;

    public string Name => "market_cap_mismatch";

    public void Check(QuoteDraft draft)
    {
        if (draft.MarketCap is not { } stated || draft.CirculatingSupply is not { } supply)
        {
            return;
        }

        var computed = (double)draft.Price!.Value * (double)supply;
        var ratio = (double)stated / computed;
        if (Math.Abs(ratio - 1) <= tolerance)
        {
            return;
        }

        if (draft.Held is null && ratio is > WorldsApart or < 1 / WorldsApart)
        {
            draft.Refuse(Name, draft.Price, Describe("The first price we see", draft, ratio));
            return;
        }

        draft.RefuseField(Name, "market_cap", stated, Describe("The market cap", draft, ratio));
        draft.MarketCap = null;
    }

    private static string Describe(string subject, QuoteDraft draft, double ratio) => string.Create(
        CultureInfo.InvariantCulture,
        $"{subject} disagrees: market cap is {ratio:G3} times price × circulating supply ({Money.Multiply(draft.Price, draft.CirculatingSupply)}).");
}
