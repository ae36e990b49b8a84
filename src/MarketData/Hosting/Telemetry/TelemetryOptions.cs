using System.Net;
using MarketData.Hosting.Server;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Telemetry;

/// <summary>
/// Settings of metrics and of the access log, section <c>Telemetry</c>. Where traces, metrics and logs are sent to is said by the variables of
/// OpenTelemetry, such as <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; without that one nothing is sent and nothing is recorded for it.
/// </summary>
public sealed class TelemetryOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Telemetry";

    /// <summary>Metrics for Prometheus.</summary>
    public MetricsOptions Metrics { get; set; } = new();

    /// <summary>Lines about requests that went well.</summary>
    public AccessLogOptions AccessLog { get; set; } = new();

    /// <summary>The settings before they are validated, for what is put together until then: the start explains what does not fit.</summary>
    internal static TelemetryOptions Of(IConfiguration configuration) => configuration.GetSection(Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
}

/// <summary>Settings of <c>GET /metrics</c>, section <c>Telemetry:Metrics</c>. A key with the scope <c>admin</c> always opens it.</summary>
public sealed class MetricsOptions
{
    /// <summary>Whether metrics are collected for it. Default yes. If not, it answers 404.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Port of this server at which no key is needed: one that only the scraper reaches. The server must listen there too
    /// (<c>ASPNETCORE_URLS</c>). Default 0: none; up to 65535.
    /// </summary>
    public int Port { get; set; }

    /// <summary>
    /// Client addresses or networks that need no key, such as <c>10.0.0.0/8</c>. Default: none. Behind a proxy that
    /// <see cref="ServerOptions.TrustedProxies"/> does not name, everyone has the proxy's address.
    /// </summary>
    public IList<string> Networks { get; set; } = [];
}

/// <summary>Settings of the access log, section <c>Telemetry:AccessLog</c>.</summary>
public sealed class AccessLogOptions
{
    /// <summary>
    /// One of so many requests is logged at Information, with its path and without its query. Default 0: none; 1: each; up to 1,000,000.
    /// Requests that failed by our fault are logged whatever this says.
    /// </summary>
    public int SampleEvery { get; set; }
}

internal sealed class TelemetryOptionsValidator(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    private const int MostBetweenSamples = 1_000_000;

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var problems = new List<string>();
        if (options.Metrics.Port is < 0 or > IPEndPoint.MaxPort)
        {
            problems.Add($"Telemetry:Metrics:Port is {options.Metrics.Port}; set a port from 1 to {IPEndPoint.MaxPort}, or 0 for none.");
        }

        foreach (var network in options.Metrics.Networks.Where(network => !ServerOptionsValidator.TryParseNetwork(network, out _)))
        {
            problems.Add($"Telemetry:Metrics:Networks has '{network}'; write an address such as 10.0.0.7 or a network such as 10.0.0.0/8.");
        }

        if (options.AccessLog.SampleEvery is < 0 or > MostBetweenSamples)
        {
            problems.Add($"Telemetry:AccessLog:SampleEvery is {options.AccessLog.SampleEvery}; set it from 1 (each request) to {MostBetweenSamples}, or to 0 for none.");
        }

        if (OtlpExport.EndpointOf(configuration) is { } endpoint
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)))
        {
            problems.Add($"{OtlpExport.EndpointVariable} is '{endpoint}'; write the address of a collector, such as http://localhost:4317.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
