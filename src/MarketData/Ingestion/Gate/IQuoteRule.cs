namespace MarketData.Ingestion.Gate;

/// <summary>
/// One reason to distrust a quote. Rules run in the order of <see cref="QualityGate"/> and only while the draft is not refused, so
/// that each may rely on those before it. A rule is called from one thread at a time.
/// </summary>
internal interface IQuoteRule
{
    /// <summary>Name under which refusals are recorded and counted.</summary>
    string Name { get; }

    /// <summary>Takes figures out of the draft, refuses it, or leaves it as it is.</summary>
    void Check(QuoteDraft draft);
}
