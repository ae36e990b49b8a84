using MarketData.Hosting;

namespace MarketData.Snapshots.Pages;

/// <summary>
/// Writes pages: headers with what the client and every cache between may do, or 304 where the client has the answer already.
/// </summary>
internal static class PageWriter
{
    /// <summary>A page that is kept, in the form that the client likes best.</summary>
    public static Task WriteAsync(HttpContext context, PageCache pages, PageMetadata metadata, EncodedPage page)
    {
        if (WriteHead(context, pages, metadata, page.Snapshot))
        {
            return Task.CompletedTask;
        }

        pages.CountHit();
        var coding = ContentCodings.Preferred(context.Request.Headers.AcceptEncoding);
        var body = page.Body;
        if (coding != ContentCoding.Identity)
        {
            if (page.Compressed is { } compressed)
            {
                body = coding == ContentCoding.Brotli ? compressed.Brotli : compressed.Gzip;
                context.Response.Headers.ContentEncoding = coding == ContentCoding.Brotli ? "br" : "gzip";
            }
            else
            {
                pages.Compress(page);
            }
        }

        return WriteBodyAsync(context, body, page.ContentType, page.Headers);
    }

    /// <summary>The headers that all answers of a snapshot have; true if they are all there is to say, as a 304.</summary>
    public static bool WriteHead(HttpContext context, PageCache pages, PageMetadata metadata, MarketSnapshot snapshot)
    {
        var known = pages.HeadersOf(snapshot);
        var isText = metadata.PrefersText(context.Request);
        var request = context.Request.Headers;
        var response = context.Response.Headers;
        response.ETag = known.Tag(isText);
        response.LastModified = known.LastModified;
        response.CacheControl = HttpCaching.HasKey(request) ? known.Private : known.Public;
        response.Age = known.Age;
        response.Vary = metadata.Vary;
        if (!known.AreHeldBy(request, isText))
        {
            return false;
        }

        pages.CountNotModified();
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>
    /// A body and what it is. It is copied into the server's buffer in one piece and without a flush of its own: headers and body leave
    /// in one send, and a long body is not cut into the hundreds of small blocks that the server takes by itself. The buffer is the
    /// connection's only once the response has started; before, it would be one more to copy from. The body is free for other use when
    /// the task has ended.
    /// </summary>
    public static async Task WriteBodyAsync(HttpContext context, ReadOnlyMemory<byte> body, string contentType, KeyValuePair<string, string>[] headers)
    {
        var response = context.Response;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.StartAsync(context.RequestAborted);
        var writer = response.BodyWriter;
        body.CopyTo(writer.GetMemory(body.Length));
        writer.Advance(body.Length);
    }
}
