namespace MarketData.Hosting;

internal static class HeadRequests
{
    /// <summary>
    /// Answers HEAD as GET without a body: the same checks, headers and length. The server leaves the body out, since it goes by the
    /// method that came over the wire; endpoints need not know.
    /// </summary>
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
        HttpMethods.IsHead(context.Request.Method) ? AnswerAsync(context, next) : next(context));

    /// <summary>Whether a request came as HEAD: for answers that would never end by themselves.</summary>
    public static bool IsHead(HttpContext context) => context.Features.Get<HeadFeature>() is not null;

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.Method = HttpMethods.Get;
        context.Features.Set(HeadFeature.Instance);
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }

    private sealed class HeadFeature
    {
        public static readonly HeadFeature Instance = new();
    }
}
