using Microsoft.Extensions.Options;

namespace MarketData.Streaming;

internal static class StreamingExtensions
{
    /// <summary>The hub of streams, and what both transports need.</summary>
    public static WebApplicationBuilder AddStreaming(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StreamingOptions>().BindConfiguration(StreamingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StreamingOptions>, StreamingOptionsValidator>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<StreamPlaces>();
        services.AddSingleton<StreamHub>();
        services.AddSingleton<Streams>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamHub>());
        return builder;
    }
}
