using System.Buffers;
using System.Reflection;
using System.Text.Json;
using MarketData.Access.Limits;
using MarketData.Hosting.Json;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.Caching;

/// <summary>What a request for an answer found.</summary>
/// <param name="Answer">The answer. Its last property <c>stale</c> is of no account: it is written anew each time.</param>
/// <param name="IsEmpty">Whether it holds no entry.</param>
/// <param name="Link">Value of the <c>Link</c> header; null without one.</param>
internal readonly record struct FoundAnswer<T>(T Answer, bool IsEmpty, string? Link = null);

/// <summary>
/// A 200 with a JSON body that is read through the cache, where it is kept as it is sent. The whole request, but its headers, is the key.
/// </summary>
/// <param name="format">How numbers are written.</param>
/// <param name="freshUntil">When it should be read again at the latest.</param>
/// <param name="find">Reads it; see <see cref="ReadThroughCache.GetOrCreateAsync"/> for what it may use.</param>
internal sealed class CachedJsonAnswer<T>(NumberFormat format, DateTimeOffset freshUntil, Func<CancellationToken, Task<FoundAnswer<T>>> find)
    : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var result = await services.GetRequiredService<ReadThroughCache>().GetOrCreateAsync(
            CacheKeys.Of(httpContext.Request), Loader(services.GetRequiredService<ExpensiveWork>()), httpContext.RequestAborted);
        var answer = result.Entry.Answer;

        // Also when the market has become stale since it was read.
        var staleness = result.IsStale || services.GetRequiredService<SnapshotHolder>().Required.Stale ? "true"u8 : "false"u8;
        var response = httpContext.Response;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = answer.Body.Length + staleness.Length;
        if (answer.Link is { } link)
        {
            response.Headers.Link = link;
        }

        response.BodyWriter.Write(answer.Body.Span[..answer.StaleAt]);
        response.BodyWriter.Write(staleness);
        response.BodyWriter.Write(answer.Body.Span[answer.StaleAt..]);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => JsonAnswer<T>.PopulateMetadata(method, builder);

    private Func<CancellationToken, Task<LoadedAnswer>> Loader(ExpensiveWork expensive) => async cancellationToken =>
    {
        await expensive.EnterAsync(cancellationToken);
        try
        {
            return await LoadAsync(cancellationToken);
        }
        finally
        {
            expensive.Leave();
        }
    };

    private async Task<LoadedAnswer> LoadAsync(CancellationToken cancellationToken)
    {
        var found = await find(cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(found.Answer, ApiJson.TypeInfo<T>(format));
        var (cut, staleAt) = CutStaleness(body);
        return new LoadedAnswer(new CachedAnswer(cut, staleAt, found.Link), freshUntil, found.IsEmpty);
    }

    /// <summary>The body without the value of its last <c>stale</c>. In a string the quotes would be escaped, so that none is mistaken for it.</summary>
    private static (ReadOnlyMemory<byte> Body, int StaleAt) CutStaleness(byte[] body)
    {
        var name = "\"stale\":"u8;
        var staleAt = body.AsSpan().LastIndexOf(name) + name.Length;
        if (staleAt < name.Length)
        {
            throw new InvalidOperationException($"{typeof(T)} has no property stale, which a cached answer needs.");
        }

        var length = body.AsSpan(staleAt).StartsWith("true"u8) ? 4 : 5;
        return ((byte[])[.. body.AsSpan(0, staleAt), .. body.AsSpan(staleAt + length)], staleAt);
    }
}
