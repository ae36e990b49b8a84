using Microsoft.Extensions.Options;

namespace MarketData.Caching;

internal static class CachingExtensions
{
    /// <summary>The cache of answers that are read from the database, and the connection to Redis, which is optional.</summary>
    public static WebApplicationBuilder AddCaching(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RedisOptions>().BindConfiguration(RedisOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
        services.AddOptions<CacheOptions>().BindConfiguration(CacheOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CacheOptions>, CacheOptionsValidator>();
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<SharedLayer>();
        services.AddSingleton<DataVersion>();
        services.AddSingleton<ReadThroughCache>();
        services.AddHostedService<DataVersionWorker>();
        return builder;
    }
}
