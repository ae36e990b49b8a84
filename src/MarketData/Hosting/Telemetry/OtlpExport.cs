using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MarketData.Hosting.Telemetry;

/// <summary>
/// Sending of traces, metrics and logs to a collector, by the variables of OpenTelemetry. It happens in the background: a collector that is
/// slow or away costs what cannot be sent, and no request.
/// </summary>
internal static class OtlpExport
{
    /// <summary>The variable without which nothing is sent. It may stand in the settings too.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] ActivitySources = [Spans.SourceName, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];

    /// <summary>Address of the collector; null if nothing is sent.</summary>
    public static string? EndpointOf(IConfiguration configuration) =>
        configuration[EndpointVariable] is { } endpoint && !string.IsNullOrWhiteSpace(endpoint) ? endpoint : null;

    /// <summary>What says which process something came from. <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> go before it.</summary>
    public static void Describe(ResourceBuilder resource) => resource
        .AddService("marketdata", serviceVersion: ServiceVersion.Text, serviceInstanceId: ServiceVersion.Instance)
        .AddEnvironmentVariableDetector();

    /// <summary>Adds the spans of the service, the server, outgoing requests and PostgreSQL.</summary>
    public static void AddTraces(TracerProviderBuilder traces) => traces.AddSource(ActivitySources).AddOtlpExporter();

    /// <summary>Adds the sending of metrics.</summary>
    public static void AddMetrics(MeterProviderBuilder metrics) => metrics.AddOtlpExporter();

    /// <summary>Adds the sending of log lines, those that the levels of the settings let through.</summary>
    public static void AddLogs(ILoggingBuilder logging) => logging.AddOpenTelemetry(logs =>
    {
        var resource = ResourceBuilder.CreateEmpty();
        Describe(resource);
        logs.SetResourceBuilder(resource);
        logs.IncludeFormattedMessage = true;
        logs.AddOtlpExporter();
    });
}
