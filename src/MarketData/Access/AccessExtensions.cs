using MarketData.Access.Keys;
using MarketData.Access.Limits;
using MarketData.Access.Tokens;
using Microsoft.Extensions.Options;

namespace MarketData.Access;

internal static class AccessExtensions
{
    /// <summary>Keys, scopes and limits. Call it after the database: the keys are read before the first request.</summary>
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        builder.AddKeyAdministration();
        var services = builder.Services;
        services.AddSingleton<AccessMetrics>();
        services.AddSingleton<AddressCallers>();
        services.AddSingleton<CallerFinder>();
        services.AddSingleton<TokenReader>();
        services.AddSingleton<SharedBuckets>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<ExpensiveWork>();
        services.AddHostedService<KeyRingWorker>();

        // Requests, and such as cannot be read, are logged with their whole address, and on the drop-in surface that may hold a key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning);
        return builder;
    }

    /// <summary>What the command line needs of it too.</summary>
    public static WebApplicationBuilder AddKeyAdministration(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<AccessOptions>, AccessDefaults>();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<Plans>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyAdministration>();
        return builder;
    }
}
