namespace MarketData.Ingestion.Gate.Rules;

/// <summary>Refuses a quote whose price is missing, zero or negative.</summary>
internal sealed class PriceRule : IQuoteRule
{
    public string Name => "price";

    public void Check(QuoteDraft draft)
    {
        if (draft.Price is null)
        {
            draft.Refuse(Name, null, "The source gives no price.");
        }
        else if (draft.Price <= 0)
        {
            draft.Refuse(Name, draft.Price, "A price is greater than zero.");
        }
    }
}
