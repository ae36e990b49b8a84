using System.Reflection;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Markets;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.Caching;

/// <summary>A 200 with a JSON body that is read through the cache, and whose last <c>stale</c> says whether it is out of date.</summary>
/// <param name="format">How numbers are written.</param>
/// <param name="freshUntil">When it should be read again at the latest.</param>
/// <param name="find">Reads it; see <see cref="ReadThroughCache.GetOrCreateAsync"/> for what it may use.</param>
/// <param name="missing">What is answered where nothing was found; null where that cannot be.</param>
internal sealed class CachedJsonAnswer<T>(
    NumberFormat format, DateTimeOffset freshUntil, Func<CancellationToken, Task<FoundAnswer<T>>> find, ApiProblem? missing = null)
    : ReadThroughAnswer<T>(freshUntil, find, missing), IEndpointMetadataProvider
    where T : class
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(ReadThroughMetadata.Instance);
        JsonAnswer<T>.PopulateMetadata(method, builder);
    }

    /// <summary>The body without the value of its last <c>stale</c>. In a string the quotes would be escaped, so that none is mistaken for it.</summary>
    protected override CachedAnswer Encode(T answer, string? link)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.TypeInfo<T>(format));
        var name = "\"stale\":"u8;
        var staleAt = body.AsSpan().LastIndexOf(name) + name.Length;
        if (staleAt < name.Length)
        {
            throw new InvalidOperationException($"{typeof(T)} has no property stale, which a cached answer needs.");
        }

        var length = body.AsSpan(staleAt).StartsWith("true"u8) ? 4 : 5;
        return new CachedAnswer((byte[])[.. body.AsSpan(0, staleAt), .. body.AsSpan(staleAt + length)], staleAt, link);
    }
}
