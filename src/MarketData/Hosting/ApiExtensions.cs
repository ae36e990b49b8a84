using MarketData.Access;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Hosting.Server;

namespace MarketData.Hosting;

internal static class ApiExtensions
{
    /// <summary>Problems, OpenAPI, and the server with its limits.</summary>
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.AddServer();

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
        app.UseServer();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        app.UseOpenApiDocument();
        app.UseRouting();
        app.UseServerPolicies();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<QueryContractMiddleware>();
    }
}
