using Microsoft.Extensions.Options;

namespace MarketData.Signals.Rules;

internal static class SignalsExtensions
{
    /// <summary>What keeps signals current.</summary>
    public static WebApplicationBuilder AddSignals(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SignalsOptions>().BindConfiguration(SignalsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignalsOptions>, SignalsOptionsValidator>();
        services.AddSingleton<SignalsWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<SignalsWorker>());
        return builder;
    }
}
