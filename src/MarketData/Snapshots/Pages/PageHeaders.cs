using System.Globalization;
using MarketData.Hosting;

namespace MarketData.Snapshots.Pages;

/// <summary>
/// What answers of a snapshot tell caches, for one second. <c>Age</c> is the time since the snapshot was built and <c>max-age</c> counts
/// from then, so that what is left of it is the time to the next poll.
/// </summary>
internal sealed class PageHeaders
{
    /// <summary>Of this build: another one may write the same snapshot otherwise.</summary>
    private static readonly string Build = typeof(PageHeaders).Module.ModuleVersionId.ToString("N")[..8];

    private readonly DateTimeOffset _lastModified;
    private readonly string _jsonTag;
    private readonly string _textTag;

    public PageHeaders(MarketSnapshot snapshot, DateTimeOffset now, DateTimeOffset nextPoll, PagesOptions options)
    {
        Snapshot = snapshot;
        Second = now.ToUnixTimeSeconds();
        var age = Math.Max(0, (long)(now - snapshot.BuiltAt).TotalSeconds);
        var left = Math.Max(0, (long)(nextPoll - now).TotalSeconds);
        var rest = HttpCaching.Lifetime(age, left, options);
        Public = "public, " + rest;
        Private = "private, " + rest;
        Age = age.ToString(CultureInfo.InvariantCulture);
        _lastModified = DateTimeOffset.FromUnixTimeSeconds(snapshot.BuiltAt.ToUnixTimeSeconds());
        LastModified = _lastModified.ToString("R", CultureInfo.InvariantCulture);

        // Weak, so that it stays true when a proxy compresses anew. Every address has its own, as far as HTTP goes, so the version is enough.
        _jsonTag = $"W/\"{snapshot.Version.ToString("x", CultureInfo.InvariantCulture)}-{Build}\"";
        _textTag = $"W/\"{snapshot.Version.ToString("x", CultureInfo.InvariantCulture)}-{Build}-t\"";
    }

    public MarketSnapshot Snapshot { get; }

    /// <summary>The second that it is for, since 1970, by our clock.</summary>
    public long Second { get; }

    /// <summary><c>Cache-Control</c> of answers for everyone.</summary>
    public string Public { get; }

    /// <summary><c>Cache-Control</c> of answers to a caller who showed a key.</summary>
    public string Private { get; }

    /// <summary>Seconds since the snapshot was built.</summary>
    public string Age { get; }

    /// <summary>When the snapshot was built.</summary>
    public string LastModified { get; }

    /// <summary>The entity tag of JSON or plain text.</summary>
    public string Tag(bool isText) => isText ? _textTag : _jsonTag;

    /// <summary>Whether the caller has this answer already.</summary>
    public bool AreHeldBy(IHeaderDictionary request, bool isText)
    {
        var tags = request.IfNoneMatch;
        if (tags.Count > 0)
        {
            return HttpCaching.Lists(tags, Tag(isText));
        }

        return request.IfModifiedSince is [{ } since]
            && DateTimeOffset.TryParseExact(since, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var held)
            && _lastModified <= held;
    }
}
