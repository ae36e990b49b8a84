using MarketData.Markets;

namespace MarketData.Ingestion;

/// <summary>Tells whether an accepted quote says anything that we do not hold already.</summary>
internal static class QuoteChange
{
    /// <summary>True if the quote, with its unknown fields filled, is the held one but for the time we received it.</summary>
    public static bool IsUnchanged(Quote quote, Quote? held) =>
        held is not null && quote.FilledFrom(held) with { ReceivedAt = held.ReceivedAt } == held;
}
