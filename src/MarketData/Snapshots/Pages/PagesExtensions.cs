using MarketData.Hosting.Queries;
using MarketData.Ingestion;
using Microsoft.Extensions.Options;

namespace MarketData.Snapshots.Pages;

internal static class PagesExtensions
{
    /// <summary>Answers kept as pages.</summary>
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PagesOptions>().BindConfiguration(PagesOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<PagesOptions>, PagesOptionsValidator>();
        builder.Services.AddSingleton<PollSchedule>();
        builder.Services.AddSingleton<PageCache>();
        builder.Services.AddSingleton<PageCompressor>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PageCompressor>());
        return builder;
    }

    /// <summary>The page of a request that its contract has read, under any spelling; null if it is not kept, or the endpoint has none.</summary>
    public static PageHit? FindPage(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is { } metadata
        && context.Features.Get<RequestQuery>() is { } query
        && context.RequestServices.GetRequiredService<PageCache>() is var pages
        && pages.Find(context.Request, metadata, query) is { } page
            ? new PageHit(pages, metadata, page)
            : null;
}

/// <summary>A kept page as an answer.</summary>
internal sealed class PageHit(PageCache pages, PageMetadata metadata, EncodedPage page) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => PageWriter.WriteAsync(httpContext, pages, metadata, page);
}
