namespace MarketData.Ingestion.Backfill;

internal static class BackfillsExtensions
{
    /// <summary>Jobs that fetch the past. Their sources are added with the others, their store with the database.</summary>
    public static WebApplicationBuilder AddBackfills(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<BackfillPlanner>();
        services.AddSingleton<BackfillProgress>();
        services.AddSingleton<BackfillSignal>();
        services.AddSingleton<BackfillReport>();
        services.AddSingleton<BackfillRunner>();
        services.AddHostedService<BackfillWorker>();
        return builder;
    }
}
