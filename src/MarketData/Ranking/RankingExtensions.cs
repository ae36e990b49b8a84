using MarketData.Ranking.Named;
using MarketData.Ranking.Queue;
using Microsoft.Extensions.Options;

namespace MarketData.Ranking;

internal static class RankingExtensions
{
    /// <summary>The queue with its workers, and what keeps factors and named rankings current.</summary>
    public static WebApplicationBuilder AddRanking(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RankingOptions>().BindConfiguration(RankingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RankingOptions>, RankingOptionsValidator>();
        services.AddSingleton<RankingMetrics>();
        services.AddSingleton<RankResultCache>();
        services.AddSingleton<RankQueue>();
        services.AddSingleton<JobWaiter>();
        services.AddSingleton<RankingBoardHolder>();
        services.AddSingleton<RankingRefreshWorker>();
        services.AddSingleton<RankingBoards>();
        services.AddHostedService<RankWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RankingRefreshWorker>());
        return builder;
    }
}
