namespace MarketData.Ingestion;

/// <summary>A figure that the quality gate refused. Repeats of the same refusal are counted, not stored again.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="SourceId">The asset's id at the source.</param>
/// <param name="AssetId">Our internal key of the asset; null if it is not known to us.</param>
/// <param name="Rule">Name of the rule that refused it.</param>
/// <param name="Field">The refused field; <c>quote</c> if the whole quote was refused.</param>
/// <param name="Value">What the source said, as text; null if it said nothing.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="AsOf">Time of the figure by the source's clock; null if it gave none.</param>
/// <param name="FirstSeenAt">When this was first refused, by our clock.</param>
/// <param name="LastSeenAt">When it was last refused, by our clock.</param>
/// <param name="Occurrences">How often.</param>
public sealed record QuarantinedQuote(
    string Source,
    string SourceId,
    int? AssetId,
    string Rule,
    string Field,
    string? Value,
    string Reason,
    DateTimeOffset? AsOf,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    long Occurrences);
