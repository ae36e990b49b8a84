using System.Net.Sockets;
using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>Migrates PostgreSQL. Each migration and its record are one transaction under one advisory lock of the database.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="carried">The migrations of this build, in order.</param>
internal sealed class PostgresMigrator(NpgsqlDataSource dataSource, IReadOnlyList<Migration> carried) : IDatabaseMigrator
{
    // "MDmigrat" in ASCII. Held to the end of the transaction, so that a process that dies lets go of it.
    private const string Lock = "SELECT pg_advisory_xact_lock(5567695338811318644)";

    private const string SelectTable = "SELECT to_regclass('schema_migration') IS NOT NULL";

    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            name text COLLATE "C" PRIMARY KEY,                    -- file name without its ending
            checksum text NOT NULL,                               -- SHA-256 of the text, hexadecimal
            applied_at timestamptz NOT NULL DEFAULT now()         -- by the server's clock
        )
        """;

    private const string SelectApplied = "SELECT name, checksum FROM schema_migration ORDER BY name";

    private const string InsertApplied = "INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)";

    public string Target { get; } = Describe(new NpgsqlConnectionStringBuilder(dataSource.ConnectionString));

    public async Task<IReadOnlyList<Migration>> PlanAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return Migration.Pending(carried, await ReadAppliedAsync(connection, cancellationToken));
    }

    public async Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);

        // A role that may not change the schema must still be able to start on a current one.
        var pending = Migration.Pending(carried, await ReadAppliedAsync(connection, cancellationToken));
        var applied = new List<Migration>();
        foreach (var migration in pending)
        {
            if (await ApplyAsync(connection, migration, cancellationToken))
            {
                applied.Add(migration);
            }
        }

        return applied;
    }

    public bool IsUnreachable(Exception exception) => exception is NpgsqlException { IsTransient: true } or SocketException or TimeoutException;

    private static async Task<bool> ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, Lock, cancellationToken);
        await ExecuteAsync(connection, CreateTable, cancellationToken);

        // While we waited for the lock another process may have applied it.
        var applied = await ReadAppliedAsync(connection, cancellationToken);
        if (Migration.Pending([migration], applied).Count == 0)
        {
            return false;
        }

        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await using var record = new NpgsqlCommand(InsertApplied, connection);
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
        record.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Checksum });
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<Dictionary<string, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, string>();
        await using var exists = new NpgsqlCommand(SelectTable, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return applied;
        }

        await using var select = new NpgsqlCommand(SelectApplied, connection);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No timeout: a migration of a large table, or the wait for the process that runs it, takes as long as it takes.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Describe(NpgsqlConnectionStringBuilder settings) => $"postgresql at {settings.Host}:{settings.Port}/{settings.Database}";
}
