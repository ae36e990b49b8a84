namespace MarketData.Ingestion.Gate.Rules;

/// <summary>Refuses a quote that is older, by the source's clock, than the one we hold from the same source.</summary>
internal sealed class OlderRule : IQuoteRule
{
    public string Name => "older";

    public void Check(QuoteDraft draft)
    {
        if (draft.Held is { } held && draft.Raw.AsOf < held.AsOf)
        {
            draft.Refuse(Name, draft.Raw.AsOf.Value.ToString("O"), $"We hold a newer quote, of {held.AsOf:O}.");
        }
    }
}
