using System.Net;
using MarketData.Access;
using MarketData.Hosting.Queries;
using MarketData.Hosting.Server;

namespace MarketData.Hosting.Telemetry.Prometheus;

internal static class MetricsEndpoints
{
    private const string TextType = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// <summary>Metrics for Prometheus: for administrators, and for whoever comes from where the settings say. Not part of the API's document.</summary>
    public static void MapMetricsForPrometheus(this IEndpointRouteBuilder routes)
    {
        var options = TelemetryOptions.Of(routes.ServiceProvider.GetRequiredService<IConfiguration>()).Metrics;
        if (!options.Enabled)
        {
            return;
        }

        routes.MapGet("/metrics", GetMetrics)
            .WithMetadata(QueryContract.Empty)
            .WithMetadata(new ScopeRequirement(AccessScopes.Admin) { IsWaived = WaiverOf(options) })
            .ExcludeFromDescription();
    }

    private static async Task GetMetrics(HttpContext context, PrometheusExporter exporter)
    {
        var form = FormOf(context.Request);
        var text = exporter.Scrape(form, $"{PrometheusText.Label("service_name", "marketdata")},{PrometheusText.Label("service_version", ServiceVersion.Text)}");
        var response = context.Response;
        response.ContentType = form == PrometheusForm.OpenMetrics ? OpenMetricsType : TextType;
        response.Headers.CacheControl = "no-store";
        response.ContentLength = text.Length;
        await response.Body.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>OpenMetrics where the scraper takes it at least as gladly as the older text.</summary>
    private static PrometheusForm FormOf(HttpRequest request)
    {
        double openMetrics = 0, text = 0;
        foreach (var accepted in request.GetTypedHeaders().Accept)
        {
            var quality = accepted.Quality ?? 1;
            if (accepted.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase))
            {
                openMetrics = Math.Max(openMetrics, quality);
            }
            else if (accepted.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
            {
                text = Math.Max(text, quality);
            }
        }

        return openMetrics > 0 && openMetrics >= text ? PrometheusForm.OpenMetrics : PrometheusForm.Text;
    }

    private static Func<HttpContext, bool> WaiverOf(MetricsOptions options)
    {
        List<IPNetwork> networks = [];
        foreach (var text in options.Networks)
        {
            if (ServerOptionsValidator.TryParseNetwork(text, out var network))
            {
                networks.Add(network);
            }
        }

        return context =>
            (options.Port > 0 && context.Connection.LocalPort == options.Port)
            || (context.Connection.RemoteIpAddress is { } address
                && networks.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)));
    }
}
