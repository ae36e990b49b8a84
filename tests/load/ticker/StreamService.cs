using MarketData.Access;
using MarketData.Access.Limits;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Streaming;

namespace StreamTicker;

/// <summary>The streams of the service and what they rest on, over a market of ticks.</summary>
internal static class StreamService
{
    public static async Task RunAsync(int port, Ticks ticks)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Configuration["Streaming:MaxPerKey"] = "100000";
        builder.Configuration["Streaming:MaxPerAddress"] = "100000";
        builder.Configuration["Streaming:MaxStreams"] = "100000";
        builder.Services.AddSingleton<SnapshotHolder>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddStreaming();
        var app = builder.Build();
        var caller = new Caller("benchmark", "benchmark", new Plan("unlimited", new PlanOptions { RequestsPerMinute = 0 })) { Scopes = AccessScopes.Stream };
        app.Use((context, next) =>
        {
            context.Features.Set(caller);
            return next(context);
        });
        app.UseRouting();
        app.UseMiddleware<QueryContractMiddleware>();
        app.MapStreams();
        var holder = app.Services.GetRequiredService<SnapshotHolder>();
        holder.Publish(ticks.Next());
        await app.StartAsync();
        await ticks.RunAsync(() => holder.Publish(ticks.Next()));
    }
}
