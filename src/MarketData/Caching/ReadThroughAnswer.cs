using System.Buffers;
using MarketData.Access.Limits;
using MarketData.Hosting.Json;
using MarketData.Snapshots;

namespace MarketData.Caching;

/// <summary>What a request for an answer found.</summary>
/// <param name="Answer">The answer. Its last property <c>stale</c>, where it has one, is of no account: it is written anew each time.</param>
/// <param name="IsEmpty">Whether it holds no entry.</param>
/// <param name="Link">Value of the <c>Link</c> header; null without one.</param>
internal readonly record struct FoundAnswer<T>(T Answer, bool IsEmpty, string? Link = null);

/// <summary>
/// A 200 with a JSON body that is read through the cache, where it is kept as it is sent. Path and query, as the contract reads it, are the key.
/// </summary>
/// <param name="freshUntil">When it should be read again at the latest.</param>
/// <param name="find">Reads it; see <see cref="ReadThroughCache.GetOrCreateAsync"/> for what it may use.</param>
internal abstract class ReadThroughAnswer<T>(DateTimeOffset freshUntil, Func<CancellationToken, Task<FoundAnswer<T>>> find) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var result = await services.GetRequiredService<ReadThroughCache>().GetOrCreateAsync(
            CacheKeys.Of(httpContext), Loader(services.GetRequiredService<ExpensiveWork>()), httpContext.RequestAborted);
        var answer = result.Entry.Answer;
        var response = httpContext.Response;
        response.ContentType = JsonAnswer.ContentType;
        if (answer.Link is { } link)
        {
            response.Headers.Link = link;
        }

        if (answer.StaleAt is { } staleAt)
        {
            // Also when the market has become stale since it was read.
            var staleness = result.IsStale || services.GetRequiredService<SnapshotHolder>().Required.Stale ? "true"u8 : "false"u8;
            response.ContentLength = answer.Body.Length + staleness.Length;
            response.BodyWriter.Write(answer.Body.Span[..staleAt]);
            response.BodyWriter.Write(staleness);
            response.BodyWriter.Write(answer.Body.Span[staleAt..]);
        }
        else
        {
            response.ContentLength = answer.Body.Length;
            response.BodyWriter.Write(answer.Body.Span);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    /// <summary>The answer as it is kept.</summary>
    protected abstract CachedAnswer Encode(FoundAnswer<T> found);

    private Func<CancellationToken, Task<LoadedAnswer>> Loader(ExpensiveWork expensive) => async cancellationToken =>
    {
        await expensive.EnterAsync(cancellationToken);
        try
        {
            var found = await find(cancellationToken);
            return new LoadedAnswer(Encode(found), freshUntil, found.IsEmpty);
        }
        finally
        {
            expensive.Leave();
        }
    };
}
