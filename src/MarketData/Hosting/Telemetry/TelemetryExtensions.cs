using MarketData.Hosting.Logging;
using MarketData.Hosting.Telemetry.Prometheus;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Telemetry;

internal static class TelemetryExtensions
{
    /// <summary>The console's log, metrics, and traces, metrics and logs by OTLP where a collector is set.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddConsoleLog();
        var services = builder.Services;
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<ProcessMetrics>();
        services.AddSingleton<StateMetrics>();
        services.AddHostedService<TelemetryWorker>();
        if (OtlpExport.EndpointOf(builder.Configuration) is not null)
        {
            OtlpExport.AddLogs(builder.Logging);
        }

        return builder;
    }

    /// <summary>What spans say of requests, where they are sent.</summary>
    public static void UseRequestSpans(this WebApplication app)
    {
        if (OtlpExport.EndpointOf(app.Configuration) is not null)
        {
            app.UseMiddleware<RequestSpanMiddleware>();
        }
    }
}
