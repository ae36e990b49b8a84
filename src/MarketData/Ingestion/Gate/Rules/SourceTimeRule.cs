namespace MarketData.Ingestion.Gate.Rules;

/// <summary>
/// Refuses a quote without a time, or with one ahead of our clock: a time in the future would keep every true quote out until then.
/// </summary>
internal sealed class SourceTimeRule(TimeSpan tolerance) : IQuoteRule
{
    public string Name => "source_time";

    public void Check(QuoteDraft draft)
    {
        if (draft.Raw.AsOf is not { } asOf)
        {
            draft.Refuse(Name, null, "The source gives no time for its figures.");
        }
        else if (asOf > draft.ReceivedAt + tolerance)
        {
            draft.Refuse(Name, asOf.ToString("O"), $"The source's time is more than {tolerance} ahead of our clock.");
        }
    }
}
