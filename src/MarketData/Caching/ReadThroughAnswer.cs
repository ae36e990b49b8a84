using System.Buffers;
using System.Globalization;
using MarketData.Access.Limits;
using MarketData.Hosting;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Ingestion;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.Extensions.Options;

namespace MarketData.Caching;

/// <summary>What a request for an answer found.</summary>
/// <param name="Answer">The answer; null if what was asked for does not exist. Its last property <c>stale</c>, where it has one, is of no account: it is written anew each time.</param>
/// <param name="IsEmpty">Whether it holds no entry.</param>
/// <param name="Link">Value of the <c>Link</c> header; null without one.</param>
internal readonly record struct FoundAnswer<T>(T? Answer, bool IsEmpty, string? Link = null)
    where T : class
{
    /// <summary>That what was asked for does not exist, which is kept as briefly as an empty answer.</summary>
    public static FoundAnswer<T> None => new(null, IsEmpty: true);
}

/// <summary>Says of an endpoint that its JSON is read through the cache. As endpoint metadata.</summary>
internal sealed class ReadThroughMetadata
{
    public static readonly ReadThroughMetadata Instance = new();
}

/// <summary>
/// A 200 with a JSON body that is read through the cache, where it is kept as it is sent; 304 where the caller holds it. Path and query, as the
/// contract reads it, are the key.
/// </summary>
/// <param name="freshUntil">When it should be read again at the latest.</param>
/// <param name="find">Reads it; see <see cref="ReadThroughCache.GetOrCreateAsync"/> for what it may use.</param>
/// <param name="missing">What is answered where nothing was found; null where that cannot be.</param>
internal abstract class ReadThroughAnswer<T>(
    DateTimeOffset freshUntil, Func<CancellationToken, Task<FoundAnswer<T>>> find, ApiProblem? missing = null) : IResult
    where T : class
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var result = await services.GetRequiredService<ReadThroughCache>().GetOrCreateAsync(
            CacheKeys.Of(httpContext), Loader(services.GetRequiredService<ExpensiveWork>()), httpContext.RequestAborted);
        var answer = result.Entry.Answer;
        if (answer.Body.IsEmpty)
        {
            await missing!.ExecuteAsync(httpContext);
            return;
        }

        // Also when the market has become stale since it was read.
        var snapshot = services.GetRequiredService<SnapshotHolder>().Required;
        var isStale = result.IsStale || snapshot.Stale;
        var tag = answer.TagOf(isStale);
        WriteHead(httpContext, result, tag, snapshot);
        if (HttpCaching.Lists(httpContext.Request.Headers.IfNoneMatch, tag))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await WriteBodyAsync(httpContext, answer, isStale);
    }

    /// <summary>The answer as it is kept.</summary>
    protected abstract CachedAnswer Encode(T answer, string? link);

    /// <summary>
    /// Whoever has to ask again, asks at the next poll: until then nothing is stored, and what is stale may be newer at any time. Nothing is said
    /// by <c>If-Modified-Since</c>: two answers may be of one second.
    /// </summary>
    private static void WriteHead(HttpContext context, CacheResult result, string tag, MarketSnapshot snapshot)
    {
        var services = context.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var poll = services.GetRequiredService<PollSchedule>().NextAfter(snapshot.BuiltAt, now);
        var newerAt = result.IsStale ? now : poll < result.Entry.FreshUntil ? poll : result.Entry.FreshUntil;
        var age = SecondsOf(now - result.Entry.ReadAt);
        var lifetime = HttpCaching.Lifetime(age, SecondsOf(newerAt - now), services.GetRequiredService<IOptions<PagesOptions>>().Value);
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers.LastModified = result.Entry.ReadAt.ToString("R", CultureInfo.InvariantCulture);
        headers.CacheControl = (HttpCaching.HasKey(context.Request.Headers) ? "private, " : "public, ") + lifetime;
        headers.Age = age.ToString(CultureInfo.InvariantCulture);
        if (result.Entry.Answer.Link is { } link)
        {
            headers.Link = link;
        }
    }

    private static async Task WriteBodyAsync(HttpContext context, CachedAnswer answer, bool isStale)
    {
        var response = context.Response;
        response.ContentType = JsonAnswer.ContentType;
        if (answer.StaleAt is { } staleAt)
        {
            var staleness = isStale ? "true"u8 : "false"u8;
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

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static long SecondsOf(TimeSpan time) => Math.Max(0, (long)time.TotalSeconds);

    private Func<CancellationToken, Task<LoadedAnswer>> Loader(ExpensiveWork expensive) => async cancellationToken =>
    {
        await expensive.EnterAsync(cancellationToken);
        try
        {
            var found = await find(cancellationToken);
            return new LoadedAnswer(found.Answer is { } answer ? Encode(answer, found.Link) : CachedAnswer.None, freshUntil, found.IsEmpty);
        }
        finally
        {
            expensive.Leave();
        }
    };
}
