using System.Security.Cryptography;
using System.Text;
using MarketData.Hosting.Queries;
using Microsoft.AspNetCore.Http.Features;

namespace MarketData.Caching;

/// <summary>Keys of the cache. Each has its tag in braces, so that in a cluster the keys of one answer lie in one slot.</summary>
/// <remarks>
/// The build is part of the key of an answer: replicas of two releases can share a Redis, and neither gives what the other encoded.
/// </remarks>
internal sealed class CacheKeys(string prefix)
{
    private static readonly string Build = typeof(CacheKeys).Module.ModuleVersionId.ToString("N")[..12];

    /// <summary>Counter of the data's version.</summary>
    public string DataVersion { get; } = $"{prefix}:cache:data-version";

    /// <summary>Channel on which a new version of the data is told.</summary>
    public string DataVersions { get; } = $"{prefix}:cache:data-versions";

    /// <summary>
    /// Key of the answer to a request as its endpoint understood it: what the contract does not name, such as a key in the query, is no part
    /// of it. Its length does not depend on the request's.
    /// </summary>
    public static string Of(HttpContext context)
    {
        var text = $"{context.Request.PathBase}{context.Request.Path}\n{context.Features.GetRequiredFeature<RequestQuery>().Normalised()}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public string Answer(string key) => $"{prefix}:cache:{Build}:{{{key}}}";

    /// <summary>Key of the lock that the process holds which reads an answer.</summary>
    public string Lock(string key) => $"{prefix}:cache:{Build}:{{{key}}}:lock";
}
