using MarketData.Ingestion.Sources;
using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;
using Microsoft.Extensions.Options;

namespace MarketData.Signals.Grades;

internal static class GradesExtensions
{
    /// <summary>The models, and what keeps grades current and their history. The store is added with the database, the queue with rankings.</summary>
    public static WebApplicationBuilder AddGrades(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GradesOptions>().BindConfiguration(GradesOptions.Section).ValidateOnStart();
        var formulas = GradeModelCatalog.Load();
        services.AddSingleton<IValidateOptions<GradesOptions>>(new GradesOptionsValidator(formulas));
        services.AddSingleton(provider => formulas.With(provider.GetRequiredService<IOptions<GradesOptions>>().Value.Servers));

        // The factory's own loggers would write the headers, and so the keys, at the Trace level.
        services.AddHttpClient(GradeServers.Client, SourcesExtensions.Configure)
            .ConfigurePrimaryHttpMessageHandler(SourcesExtensions.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton<GradeServers>();
        services.AddSingleton<GradeBoardHolder>();
        services.AddSingleton<GradeJournal>();
        services.AddSingleton<GradeRefreshWorker>();
        services.AddSingleton<GradeBoards>();
        services.AddSingleton<TrackRecordKeeper>();
        services.AddSingleton<TrackRecordHolder>();
        services.AddHostedService<TrackRecordWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<GradeRefreshWorker>());
        return builder;
    }
}
