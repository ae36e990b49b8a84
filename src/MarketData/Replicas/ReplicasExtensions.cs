namespace MarketData.Replicas;

internal static class ReplicasExtensions
{
    /// <summary>Which replica leads. Their lock is added with the database.</summary>
    /// <remarks>Call it before whatever only the leader does: hosted services start in the order they are added, and stop in the reverse.</remarks>
    public static WebApplicationBuilder AddReplicas(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Leadership>();
        services.AddHostedService<LeaderElection>();
        services.AddSingleton<SnapshotBroadcast>();
        services.AddHostedService(provider => provider.GetRequiredService<SnapshotBroadcast>());
        services.AddHostedService<SnapshotFollower>();
        return builder;
    }
}
