namespace MarketData.Hosting;

internal static class HeadRequests
{
    /// <summary>
    /// Answers HEAD as GET without a body: the same checks, headers and length. The server leaves the body out, since it goes by the
    /// method that came over the wire; endpoints need not know.
    /// </summary>
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
        HttpMethods.IsHead(context.Request.Method) ? AnswerAsync(context, next) : next(context));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
