namespace MarketData.Ingestion.Gate;

/// <summary>
/// Refuses assets whose id, symbol or name no provider would mean: too long, or with control characters. One of them would otherwise
/// make the database refuse the whole poll.
/// </summary>
internal static class IdentityFormRule
{
    public const string Name = "identity_form";

    private const int MaxIdLength = 200;
    private const int MaxNameLength = 300;

    /// <summary>Whether the asset is named in a way that cannot be stored and shown.</summary>
    public static bool IsMalformed(SourceQuote quote) =>
        quote.SourceId.Length is 0 or > MaxIdLength
        || quote.Symbol.Length is 0 or > MaxIdLength
        || quote.Name.Length is 0 or > MaxNameLength
        || quote.SourceId.Any(char.IsControl)
        || quote.Symbol.Any(char.IsControl)
        || quote.Name.Any(char.IsControl);

    /// <summary>The refusal, with what can be shown of the id.</summary>
    public static QuarantinedQuote Refuse(SourceQuote quote, string source, DateTimeOffset now) => new(
        source,
        Shorten(quote.SourceId),
        null,
        Name,
        Refusal.WholeQuote,
        Shorten(quote.Symbol),
        $"Ids and symbols have 1 to {MaxIdLength} characters, names 1 to {MaxNameLength}, and none has control characters.",
        quote.AsOf,
        now,
        now,
        1);

    private static string Shorten(string text)
    {
        var plain = new string([.. text.Where(character => !char.IsControl(character))]);
        return plain.Length <= MaxIdLength ? plain : plain[..MaxIdLength];
    }
}
