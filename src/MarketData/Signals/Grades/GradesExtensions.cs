using MarketData.Signals.Models;
using Microsoft.Extensions.Options;

namespace MarketData.Signals.Grades;

internal static class GradesExtensions
{
    /// <summary>The models, and what keeps grades current and their history. The store is added with the database, the queue with rankings.</summary>
    public static WebApplicationBuilder AddGrades(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GradesOptions>().BindConfiguration(GradesOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GradesOptions>, GradesOptionsValidator>();
        services.AddSingleton(GradeModelCatalog.Load());
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
