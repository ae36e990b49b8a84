using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots.Pages;

namespace MarketData.Hosting;

internal static class ApiExtensions
{
    /// <summary>Room for the longest request that is taken: 500 ids of 200 characters. The server's own limit ends at some 600 usual ids.</summary>
    private const int MaxRequestLineBytes = 128 * 1024;

    /// <summary>Problems, OpenAPI and the limits of the server.</summary>
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        });

        // The first writer that can is taken, and the framework's own can.
        builder.Services.AddSingleton<IProblemDetailsWriter, ApiProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<DatabaseExceptionHandler>();
        builder.Services.AddOpenApiDocument();
        return builder;
    }

    /// <summary>What every request passes through, in this order.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseHeadRequests();
        app.UseStatusCodePages();
        app.UseOpenApiDocument();
        app.UseRouting();
        app.UseMiddleware<PageMiddleware>();
        app.UseMiddleware<QueryContractMiddleware>();
    }
}
