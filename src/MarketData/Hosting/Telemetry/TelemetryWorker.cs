using System.Diagnostics.Metrics;
using MarketData.Hosting.Logging;
using MarketData.Hosting.Telemetry.Prometheus;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarketData.Hosting.Telemetry;

/// <summary>
/// Runs OpenTelemetry's SDK as long as the service runs: for <c>/metrics</c>, and for a collector if there is one. Without either nothing
/// listens, and instruments and spans cost a comparison.
/// </summary>
internal sealed class TelemetryWorker(
    IOptions<TelemetryOptions> options,
    IConfiguration configuration,
    PrometheusExporter prometheus,
    StateMetrics state,
    ProcessMetrics process,
    LogDrops drops,
    IMeterFactory meters)
    : IHostedService, IDisposable
{
    private OpenTelemetrySdk? _sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var sends = OtlpExport.EndpointOf(configuration) is not null;
        if (sends || options.Value.Metrics.Enabled)
        {
            state.Observe();
            process.Observe();
            drops.Observe(meters);
            _sdk = OpenTelemetrySdk.Create(sdk => Configure(sdk, sends));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left, within the time that the SDK takes for it.</summary>
    public void Dispose()
    {
        _sdk?.Dispose();
        _sdk = null;
    }

    private void Configure(IOpenTelemetryBuilder sdk, bool sends)
    {
        // The host's settings, so that the variables may stand wherever settings may.
        sdk.Services.AddSingleton(configuration);
        sdk.ConfigureResource(OtlpExport.Describe);
        sdk.WithMetrics(metrics =>
        {
            metrics.AddMeter([.. MetricViews.Meters]).AddView(MetricViews.ViewOf).SetExemplarFilter(ExemplarFilterType.AlwaysOff);
            if (options.Value.Metrics.Enabled)
            {
                metrics.AddReader(new BaseExportingMetricReader(prometheus) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative });
            }

            if (sends)
            {
                OtlpExport.AddMetrics(metrics);
            }
        });
        if (sends)
        {
            sdk.WithTracing(OtlpExport.AddTraces);
        }
    }
}
