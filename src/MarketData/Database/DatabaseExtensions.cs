using MarketData.Candles;
using MarketData.Database.Postgres;
using MarketData.Database.Sqlite;
using MarketData.Ingestion.Backfill;
using MarketData.Metrics;
using MarketData.Replicas;
using MarketData.Signals.Grades;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MarketData.Database;

internal static class DatabaseExtensions
{
    /// <summary>Key of the stores whose reads see what was written last; the others may read a standby.</summary>
    public const string Primary = "primary";

    /// <summary>The stores, on PostgreSQL when <c>ConnectionStrings:Postgres</c> is set, else on a SQLite file.</summary>
    /// <remarks>Call it before whatever reads the store while starting: hosted services start in the order they are added.</remarks>
    public static WebApplicationBuilder AddDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddSingleton(TimeProvider.System);

        // Npgsql reports every statement at Information; settings for Npgsql.Command still turn that on.
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);

        // The engine is chosen when the store is first asked for, since a host may be given more settings until it is built.
        services.AddSingleton(provider => PostgresDataSource.Create(
            provider.GetRequiredService<IConfiguration>().GetConnectionString("Postgres")!,
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<IDatabase>(provider => UsesPostgres(provider)
            ? ActivatorUtilities.CreateInstance<PostgresDatabase>(provider)
            : provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<AccessStore>();
        services.AddSingleton<IMarketStore>(provider => UsesPostgres(provider)
            ? ActivatorUtilities.CreateInstance<PostgresMarketStore>(provider)
            : ActivatorUtilities.CreateInstance<SqliteMarketStore>(provider));
        services.AddSingleton<ICandleStore>(provider => UsesPostgres(provider)
            ? ActivatorUtilities.CreateInstance<PostgresCandleStore>(provider)
            : ActivatorUtilities.CreateInstance<SqliteCandleStore>(provider));
        services.AddSingleton<IMetricStore>(provider => UsesPostgres(provider)
            ? ActivatorUtilities.CreateInstance<PostgresMetricStore>(provider)
            : ActivatorUtilities.CreateInstance<SqliteMetricStore>(provider));

        // A standby is read from only if it has what is served: commands that serve nothing have the holder, too, and it stays empty.
        services.AddSingleton<SnapshotHolder>();
        services.AddSingleton<ReplicaMetrics>();
        services.AddSingleton<PostgresReads>();
        services.AddKeyedSingleton<ICandleStore>(Primary, (provider, _) => UsesPostgres(provider)
            ? new PostgresCandleStore(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<ILogger<PostgresCandleStore>>())
            : ActivatorUtilities.CreateInstance<SqliteCandleStore>(provider));
        services.AddKeyedSingleton<IMetricStore>(Primary, (provider, _) => UsesPostgres(provider)
            ? new PostgresMetricStore(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<ILogger<PostgresMetricStore>>())
            : ActivatorUtilities.CreateInstance<SqliteMetricStore>(provider));
        services.AddSingleton<IGradeStore>(provider => UsesPostgres(provider)
            ? ActivatorUtilities.CreateInstance<PostgresGradeStore>(provider)
            : ActivatorUtilities.CreateInstance<SqliteGradeStore>(provider));
        services.AddSingleton<IBackfillStore>(provider => UsesPostgres(provider)
            ? ActivatorUtilities.CreateInstance<PostgresBackfillStore>(provider)
            : ActivatorUtilities.CreateInstance<SqliteBackfillStore>(provider));
        services.AddSingleton<ILeaderLock>(provider => UsesPostgres(provider)
            ? new PostgresLeaderLock(provider.GetRequiredService<IConfiguration>().GetConnectionString("Postgres")!)
            : new SqliteLeaderLock());
        services.AddSingleton<IDatabaseMigrator>(provider => UsesPostgres(provider)
            ? ActivatorUtilities.CreateInstance<PostgresMigrator>(provider, Migration.Load("Postgres"))
            : ActivatorUtilities.CreateInstance<SqliteMigrator>(provider, Migration.Load("Sqlite")));

        services.AddSingleton<DatabaseInitializer>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseInitializer>());
        services.AddSingleton<DatabaseProbe>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseProbe>());
        return builder;
    }

    private static bool UsesPostgres(IServiceProvider provider) =>
        !string.IsNullOrWhiteSpace(provider.GetRequiredService<IConfiguration>().GetConnectionString("Postgres"));
}
