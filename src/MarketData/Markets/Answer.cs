using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>An answer: the data, and what it rests on.</summary>
/// <param name="Data">What was asked for.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record Answer<T>(T Data, AnswerMeta Meta)
    where T : notnull;

/// <summary>Where the figures of an answer stand.</summary>
/// <param name="AsOf">The newest time of any figure by its source's clock; null while there is none.</param>
/// <param name="Snapshot">Version of the snapshot: rises whenever anything changes.</param>
/// <param name="Stale">Whether even the newest figure is older than the limit. Each asset says so for itself.</param>
/// <param name="Sources">Sources that figures rest on, in alphabetical order.</param>
/// <param name="Currency">Currency of the amounts; null where there are none, or where each says its own.</param>
public sealed record AnswerMeta(DateTimeOffset? AsOf, long Snapshot, bool Stale, IReadOnlyList<string> Sources, string? Currency)
{
    internal static AnswerMeta Of(MarketSnapshot snapshot, string? currency) =>
        new(snapshot.AsOf, snapshot.Version, snapshot.Stale, snapshot.Sources, currency);
}

/// <summary>Something asked for by name that could not be given.</summary>
/// <param name="Query">What was asked for, as it was written.</param>
/// <param name="Reason">Why it could not be given.</param>
public sealed record MissingItem(string Query, MissingReason Reason);
