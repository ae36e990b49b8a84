using System.Security.Cryptography;

namespace MarketData.Caching;

/// <summary>An encoded answer, without the word in it that may change while it is kept.</summary>
/// <param name="Body">The body. Nobody changes it.</param>
/// <param name="StaleAt">Where in it <c>true</c> or <c>false</c> goes, for whether the answer is stale; null for a form that has no word for it.</param>
/// <param name="Link">Value of the <c>Link</c> header; null without one.</param>
internal sealed record CachedAnswer(ReadOnlyMemory<byte> Body, int? StaleAt, string? Link)
{
    /// <summary>That what was asked for does not exist.</summary>
    public static readonly CachedAnswer None = new(ReadOnlyMemory<byte>.Empty, null, null);

    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(Body.Span).AsSpan(0, 8));

    /// <summary>Weak entity tag of the answer, marked as stale or not: the same as long as the content is, whichever replica reads it.</summary>
    public string TagOf(bool isStale) => isStale && StaleAt is not null ? $"W/\"{_hash}-s\"" : $"W/\"{_hash}\"";
}

/// <summary>What a loader found.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="FreshUntil">When it should be read again at the latest, such as at the close of the newest candle in it.</param>
/// <param name="IsEmpty">Whether it holds no entry: it is then kept briefly, however long it would be fresh.</param>
internal sealed record LoadedAnswer(CachedAnswer Answer, DateTimeOffset FreshUntil, bool IsEmpty);

/// <summary>An answer in the cache.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="DataVersion">Version of the data when it was begun to be read.</param>
/// <param name="ReadAt">When it was read, by our clock.</param>
/// <param name="FreshUntil">Until when it is given without being read again, as long as the data is of its version.</param>
/// <param name="KeptUntil">Until when it may be given, marked stale, where it cannot be read again.</param>
internal sealed record CacheEntry(
    CachedAnswer Answer, long DataVersion, DateTimeOffset ReadAt, DateTimeOffset FreshUntil, DateTimeOffset KeptUntil)
{
    /// <summary>Before this it is given as it is, though it is out of date: the last attempt to read it anew has just failed. Not shared.</summary>
    public DateTimeOffset NotReadBefore { get; init; }

    public bool IsFresh(long dataVersion, DateTimeOffset now) => DataVersion >= dataVersion && now < FreshUntil;

    public bool IsUsable(DateTimeOffset now) => now < KeptUntil;
}
