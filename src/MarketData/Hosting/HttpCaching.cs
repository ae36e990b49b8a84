using System.Globalization;
using MarketData.Snapshots.Pages;
using Microsoft.Extensions.Primitives;

namespace MarketData.Hosting;

/// <summary>What answers tell caches, whatever they are made from (RFC 9111), and what callers hold already (RFC 9110, 13).</summary>
internal static class HttpCaching
{
    /// <summary>Headers that carry a key: an answer to one is for its owner alone.</summary>
    private static readonly string[] KeyHeaders = ["X-Api-Key", "x-cg-pro-api-key", "x-cg-demo-api-key"];

    /// <summary>Whether a request shows a key, whatever it changes.</summary>
    public static bool HasKey(IHeaderDictionary request)
    {
        if (request.Authorization.Count > 0)
        {
            return true;
        }

        foreach (var header in KeyHeaders)
        {
            if (request.ContainsKey(header))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>Cache-Control</c> without its first word. <c>max-age</c> counts from when <c>Age</c> does, so that what is left of it is <paramref name="left"/>.</summary>
    /// <param name="age">Seconds, as <c>Age</c> says.</param>
    /// <param name="left">Seconds until something newer may be there.</param>
    /// <param name="options">What a cache may do with an old answer.</param>
    public static string Lifetime(long age, long left, PagesOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"max-age={age + left}, stale-while-revalidate={(long)options.StaleWhileRevalidate.TotalSeconds}, stale-if-error={(long)options.StaleIfError.TotalSeconds}");

    /// <summary>Whether a list of entity tags has one, weak or strong, or is <c>*</c>.</summary>
    /// <param name="list">As in <c>If-None-Match</c>.</param>
    /// <param name="tag">One of ours: weak, and without a comma.</param>
    public static bool Lists(StringValues list, string tag)
    {
        var opaque = tag.AsSpan(2);
        foreach (var value in list)
        {
            // Tags of ours have no comma, so one that has is cut to parts that match nothing.
            foreach (var part in value.AsSpan().Split(','))
            {
                var candidate = value.AsSpan()[part].Trim();
                if (candidate is "*" || (candidate.StartsWith("W/", StringComparison.Ordinal) ? candidate[2..] : candidate).SequenceEqual(opaque))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
