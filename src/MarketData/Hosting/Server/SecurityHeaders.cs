using Microsoft.Extensions.Primitives;

namespace MarketData.Hosting.Server;

/// <summary>Headers that keep a browser from doing more with an answer than reading it.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NothingElse = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    // The browser of the OpenAPI document comes with scripts and styles of its own, some of them within the page.
    private static readonly StringValues OwnScripts =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly StringValues OneYear = "max-age=31536000";

    /// <summary>Sets them. An endpoint that serves a page may replace the policy.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/swagger") ? OwnScripts : NothingElse;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = OneYear;
        }
    }
}
