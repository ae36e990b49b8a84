using MarketData.Access;
using MarketData.Hosting.Logging;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Hosting.Server;
using MarketData.Hosting.Status;
using MarketData.Hosting.Telemetry;
using MarketData.Snapshots.Pages;

namespace MarketData.Hosting;

internal static class ApiExtensions
{
    /// <summary>Problems, OpenAPI, and the server with its limits.</summary>
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.AddServer();

        if (ServerOptions.Of(builder.Configuration).InlineCompletions)
        {
            builder.WebHost.UseInlineCompletions();
        }

        // The first writer that can is taken, and the framework's own can.
        builder.Services.AddSingleton<IProblemDetailsWriter, ApiProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<DatabaseExceptionHandler>();
        builder.Services.AddOpenApiDocument();
        builder.Services.AddSingleton<StatusReader>();
        builder.Services.AddSingleton<StatusPage>();
        return builder;
    }

    /// <summary>What every request passes through, in this order.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseRequestSpans();
        app.UseRequestLog();
        app.UseServer();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,

            // The request's own line has the exception.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseHeadRequests();
        app.UseOpenApiDocument();
        app.UseRouting();
        app.UseServerPolicies();
        app.UseMiddleware<AccessMiddleware>();

        // Whatever may refuse a request belongs before this, whatever only prepares an answer behind it.
        app.UseMiddleware<PageMiddleware>();
        if (ServerOptions.Of(app.Configuration).InlineCompletions)
        {
            app.UseThreadPool();
        }

        // Behind the pages, which wait for nothing: a timer and a token less for each of them.
        app.UseRequestTimeouts();
        app.UseStatusCodePages();
        app.UseMiddleware<QueryContractMiddleware>();
        app.UseWhen(context => context.Request.Headers.Upgrade.Count > 0, upgraded => upgraded.UseWebSockets());
    }

    /// <summary>
    /// Leaves the thread that reads sockets, for whatever computes or waits: an endpoint that blocked it would stop every connection of
    /// the server.
    /// </summary>
    private static void UseThreadPool(this WebApplication app) => app.Use(async (HttpContext context, RequestDelegate next) =>
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await next(context);
    });
}
