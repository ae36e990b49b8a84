using Microsoft.Extensions.Options;

namespace MarketData.Candles;

internal static class CandlesExtensions
{
    /// <summary>What makes candles of points, and what removes old ones. The store is added with the database.</summary>
    public static WebApplicationBuilder AddCandles(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<HistoryOptions>().BindConfiguration(HistoryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HistoryOptions>, HistoryOptionsValidator>();
        services.AddSingleton<CandleWriter>();
        services.AddSingleton<Sparklines>();
        services.AddHostedService<RetentionWorker>();
        return builder;
    }
}
