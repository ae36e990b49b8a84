using Microsoft.Extensions.Options;

namespace MarketData.Caching;

internal static class CachingExtensions
{
    /// <summary>The connection to Redis, which is optional.</summary>
    public static WebApplicationBuilder AddCaching(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RedisOptions>().BindConfiguration(RedisOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
        services.AddSingleton<CacheMetrics>();
        services.AddSingleton<RedisConnection>();
        return builder;
    }
}
