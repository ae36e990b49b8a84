using MarketData.Assets;
using MarketData.Hosting;
using MarketData.Ingestion.Gate;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.Ingestion;

internal static class IngestionExtensions
{
    /// <summary>Gate, pipeline, snapshots and the workers that drive them. The sources are added by themselves.</summary>
    public static WebApplicationBuilder AddIngestion(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GateOptions>().BindConfiguration(GateOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GateOptions>, GateOptionsValidator>();
        services.AddOptions<MarketsOptions>().BindConfiguration(MarketsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MarketsOptions>, MarketsOptionsValidator>();

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(SeedCatalog.Load());
        services.AddSingleton<MarketDataMetrics>();
        services.AddSingleton<EnabledSources>();
        services.AddSingleton<IdentityResolver>();
        services.AddSingleton<QualityGate>();
        services.AddSingleton<SnapshotBuilder>();
        services.AddSingleton<SourceRuns>();
        services.AddSingleton<StandingRefusals>();
        services.AddSingleton<PollSupplements>();
        services.AddSingleton<PollIntake>();
        services.AddSingleton<IngestionPipeline>();
        services.AddHostedService<IngestionWorker>();
        services.AddHostedService<StalenessWorker>();
        return builder;
    }
}
