namespace MarketData.Database;

/// <summary>Brings the schema of one engine up to date. Safe when several processes do so at once.</summary>
internal interface IDatabaseMigrator
{
    /// <summary>Where the database is, for messages; without secrets.</summary>
    string Target { get; }

    /// <summary>Migrations that have not been applied, in order. Changes nothing, and makes no file.</summary>
    /// <exception cref="MigrationChangedException">An applied migration is not the one we carry.</exception>
    Task<IReadOnlyList<Migration>> PlanAsync(CancellationToken cancellationToken);

    /// <summary>Applies what is missing, each migration in a transaction of its own, and gives those that this call applied.</summary>
    /// <exception cref="MigrationChangedException">An applied migration is not the one we carry.</exception>
    Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Whether an exception means that the database cannot be reached at the moment, so that it is worth asking again.</summary>
    bool IsUnreachable(Exception exception);
}
