using Microsoft.Extensions.Options;

namespace MarketData.Database;

/// <summary>Makes the schema current before anything else starts, and waits a while for a database that is still starting.</summary>
internal sealed partial class DatabaseInitializer(
    IDatabaseMigrator migrator,
    IOptions<DatabaseOptions> options,
    TimeProvider time,
    ILogger<DatabaseInitializer> logger) : IHostedService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken) => MigrateAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Applies what is missing and gives what was applied.</summary>
    /// <exception cref="DatabaseUnavailableException">The database could not be reached within the time set.</exception>
    public async Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken)
    {
        var applied = await RetryAsync(migrator.MigrateAsync, cancellationToken);
        foreach (var migration in applied)
        {
            Log.Applied(logger, migration.Name, migrator.Target);
        }

        return applied;
    }

    /// <summary>What <see cref="MigrateAsync"/> would apply.</summary>
    /// <exception cref="DatabaseUnavailableException">The database could not be reached within the time set.</exception>
    public Task<IReadOnlyList<Migration>> PlanAsync(CancellationToken cancellationToken) =>
        RetryAsync(migrator.PlanAsync, cancellationToken);

    private async Task<IReadOnlyList<Migration>> RetryAsync(
        Func<CancellationToken, Task<IReadOnlyList<Migration>>> attempt, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var delay = FirstDelay;
        while (true)
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (Exception exception) when (migrator.IsUnreachable(exception) && !cancellationToken.IsCancellationRequested)
            {
                var waited = time.GetElapsedTime(started);
                if (waited + delay > options.Value.StartupTimeout)
                {
                    throw new DatabaseUnavailableException(migrator.Target, waited, exception);
                }

                Log.Waiting(logger, migrator.Target, exception.Message);
            }

            await Task.Delay(delay, time, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Applied migration {Migration} to {Target}.")]
        public static partial void Applied(ILogger logger, string migration, string target);

        [LoggerMessage(2, LogLevel.Warning, "Waiting for the database {Target}: {Reason}")]
        public static partial void Waiting(ILogger logger, string target, string reason);
    }
}

/// <summary>The database could not be reached within <see cref="DatabaseOptions.StartupTimeout"/>.</summary>
internal sealed class DatabaseUnavailableException(string target, TimeSpan waited, Exception inner) : Exception(
    $"The database {target} could not be reached within {waited.TotalSeconds:0} s: {inner.Message.TrimEnd('.')}. "
    + "Check that it runs and that ConnectionStrings:Postgres or Database:SqlitePath points to it; "
    + "Database:StartupTimeout sets how long to wait.",
    inner);
