using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace MarketData.Hosting.Telemetry;

/// <summary>
/// Names the server's span of a request by its route, and says what became of it: the framework leaves that to whoever exports. Only in the
/// way of requests where spans are sent. The query is left out: it may hold a key.
/// </summary>
internal sealed class RequestSpanMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        if (span is not { IsAllDataRequested: true })
        {
            await next(context);
            return;
        }

        var method = context.Request.Method;
        span.SetTag("http.request.method", method).SetTag("url.path", context.Request.Path.Value).SetTag("url.scheme", context.Request.Scheme);
        await next(context);

        var failure = context.Features.Get<IExceptionHandlerFeature>();
        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if ((context.GetEndpoint() ?? failure?.Endpoint) is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.SetTag("http.route", route);
            span.DisplayName = $"{method} {route}";
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag("error.type", failure?.Error.GetType().FullName ?? $"{status}").Fail("");
        }
    }
}
