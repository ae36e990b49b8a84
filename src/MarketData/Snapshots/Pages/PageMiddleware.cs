namespace MarketData.Snapshots.Pages;

/// <summary>
/// Answers a request whose page is kept before anything is read of it. Stands behind whatever may refuse a request, and before
/// whatever only prepares an answer.
/// </summary>
internal sealed class PageMiddleware(RequestDelegate next, PageCache pages)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is { } metadata && pages.Find(context.Request, metadata) is { } page
            ? PageWriter.WriteAsync(context, pages, metadata, page)
            : next(context);
}
