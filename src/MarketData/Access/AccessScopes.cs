using MarketData.Database;

namespace MarketData.Access;

/// <summary>What a caller may do. None includes another: an administrator's key reads only if it has <see cref="Read"/> too.</summary>
[Flags]
internal enum AccessScopes
{
    /// <summary>Nothing; as a requirement: open to everyone, and not counted.</summary>
    None = 0,

    /// <summary>Read figures.</summary>
    Read = 1,

    /// <summary>Follow figures on a stream.</summary>
    Stream = 2,

    /// <summary>Have rankings computed.</summary>
    Rank = 4,

    /// <summary>Administer the service: keys, back-fills, the audit log.</summary>
    Admin = 8,
}

/// <summary>Scopes in words: <c>read</c>, <c>stream</c>, <c>rank</c>, <c>admin</c>.</summary>
internal static class AccessScopesText
{
    /// <summary>Every word there is, in the order in which they are listed.</summary>
    public static readonly IReadOnlyList<string> Words = ["read", "stream", "rank", "admin"];

    /// <summary>What callers without credentials have where anonymous reading is on: everything but administration.</summary>
    public const AccessScopes OfAnonymous = AccessScopes.Read | AccessScopes.Stream | AccessScopes.Rank;

    public static IReadOnlyList<string> ToWords(AccessScopes scopes) =>
        [.. Words.Where((_, place) => scopes.HasFlag((AccessScopes)(1 << place)))];

    /// <summary>The scopes that words name; words that name none are left out.</summary>
    public static AccessScopes Parse(IEnumerable<string> words) =>
        words.Aggregate(AccessScopes.None, (scopes, word) => scopes | Find(word));

    /// <summary>The scope that a word names; <see cref="AccessScopes.None"/> if it names none.</summary>
    public static AccessScopes Find(string word)
    {
        for (var place = 0; place < Words.Count; place++)
        {
            if (Words[place] == word)
            {
                return (AccessScopes)(1 << place);
            }
        }

        return AccessScopes.None;
    }

    /// <summary>As the database holds them.</summary>
    public static string ToStored(AccessScopes scopes) => StoredList.ToText(ToWords(scopes));

    /// <inheritdoc cref="ToStored"/>
    public static AccessScopes FromStored(string text) => Parse(StoredList.Parse(text));
}
