namespace MarketData.Ingestion.Gate;

/// <summary>Finds ids under which one answer lists different assets: which of them is meant cannot be told, so none is taken.</summary>
internal static class ClaimedTwiceRule
{
    public const string Name = "claimed_twice";

    /// <summary>The ids that more than one asset claims. The same asset listed twice (as when it moves between two pages) is not one.</summary>
    public static HashSet<string> Find(IReadOnlyList<SourceQuote> quotes)
    {
        var first = new Dictionary<string, SourceQuote>(quotes.Count);
        var claimedTwice = new HashSet<string>();
        foreach (var quote in quotes)
        {
            if (!first.TryAdd(quote.SourceId, quote) && !IsSameAsset(first[quote.SourceId], quote))
            {
                claimedTwice.Add(quote.SourceId);
            }
        }

        return claimedTwice;
    }

    private static bool IsSameAsset(SourceQuote left, SourceQuote right) =>
        string.Equals(left.Symbol, right.Symbol, StringComparison.OrdinalIgnoreCase)
        && string.Equals(left.Name, right.Name, StringComparison.OrdinalIgnoreCase);
}
