using System.Buffers;
using System.Reflection;
using MarketData.Hosting.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.Snapshots.Pages;

/// <summary>
/// A 200 that follows from a snapshot and the address alone. An endpoint that returns one is cached: its answer is kept as a page when
/// it is given for the second time, and the endpoint is not asked again before the next snapshot.
/// </summary>
internal abstract class PageAnswer(MarketSnapshot snapshot) : IResult, IEndpointMetadataProvider
{
    /// <summary>Buffers up to this are kept for the next answer.</summary>
    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    protected MarketSnapshot Snapshot { get; } = snapshot;

    protected virtual string ContentType => JsonAnswer.ContentType;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var pages = httpContext.RequestServices.GetRequiredService<PageCache>();
        var metadata = httpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<PageMetadata>();
        if (PageWriter.WriteHead(httpContext, pages, metadata, Snapshot))
        {
            return Task.CompletedTask;
        }

        pages.CountMiss();
        return WriteBodyAsync(httpContext, pages, metadata);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(PageMetadata.Json);

    /// <summary>Encodes the body.</summary>
    protected abstract void Encode(IBufferWriter<byte> body);

    /// <summary>
    /// Headers of its own, such as <c>Link</c>. Of the query they may show what the contract declares and nothing else: requests that differ in the
    /// rest share a page.
    /// </summary>
    protected virtual KeyValuePair<string, string>[] HeadersOf(HttpRequest request) => [];

    private async Task WriteBodyAsync(HttpContext context, PageCache pages, PageMetadata metadata)
    {
        // Taken, so that an encoder that gave an answer within an answer would not write into its own buffer.
        var buffer = _buffer ?? new ArrayBufferWriter<byte>(64 * 1024);
        _buffer = null;
        Encode(buffer);
        var headers = HeadersOf(context.Request);
        pages.Keep(context, metadata, Snapshot, buffer.WrittenSpan, ContentType, headers);
        await PageWriter.WriteBodyAsync(context, buffer.WrittenMemory, ContentType, headers);
        if (buffer.Capacity <= MostKept)
        {
            buffer.ResetWrittenCount();
            _buffer = buffer;
        }
    }
}
