using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

/// <summary>Migrates the SQLite file. Each migration and its record are one transaction that holds the write lock from its start.</summary>
/// <param name="database">The file.</param>
/// <param name="carried">The migrations of this build, in order.</param>
/// <param name="time">Gives the time that is recorded.</param>
internal sealed class SqliteMigrator(SqliteDatabase database, IReadOnlyList<Migration> carried, TimeProvider time) : IDatabaseMigrator
{
    // Readers go on beside the writer. Pages that retention frees can be given back, in portions. Both stay with the file; the
    // second holds only if it is set before the first table, and before the first, which writes the file's header.
    private const string SetUpFile = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL";

    private const string SelectTable = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'";

    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            name TEXT PRIMARY KEY,                                -- file name without its ending
            checksum TEXT NOT NULL,                               -- SHA-256 of the text, hexadecimal
            applied_at INTEGER NOT NULL                           -- microseconds since 1970-01-01 UTC, by our clock
        ) STRICT, WITHOUT ROWID
        """;

    private const string SelectApplied = "SELECT name, checksum FROM schema_migration ORDER BY name";

    private const string InsertApplied = "INSERT INTO schema_migration (name, checksum, applied_at) VALUES (@name, @checksum, @appliedAt)";

    // SQLITE_BUSY, SQLITE_LOCKED: another process holds the file longer than the command timeout.
    private static readonly int[] Busy = [5, 6];

    public string Target => $"sqlite at {database.Path}";

    public async Task<IReadOnlyList<Migration>> PlanAsync(CancellationToken cancellationToken)
    {
        // Looking must not make the file.
        if (!File.Exists(database.Path))
        {
            return carried;
        }

        await using var connection = (SqliteConnection)await database.OpenAsync(cancellationToken);
        return Migration.Pending(carried, await ReadAppliedAsync(connection, null, cancellationToken));
    }

    public async Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.CreateAsync(cancellationToken);
        await ExecuteAsync(connection, null, SetUpFile, cancellationToken);

        var pending = Migration.Pending(carried, await ReadAppliedAsync(connection, null, cancellationToken));
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

    public bool IsUnreachable(Exception exception) => exception is SqliteException busy && Busy.Contains(busy.SqliteErrorCode);

    private async Task<bool> ApplyAsync(SqliteConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        await ExecuteAsync(connection, transaction, CreateTable, cancellationToken);

        // While we waited for the lock another process may have applied it.
        var applied = await ReadAppliedAsync(connection, transaction, cancellationToken);
        if (Migration.Pending([migration], applied).Count == 0)
        {
            return false;
        }

        await ExecuteAsync(connection, transaction, migration.Sql, cancellationToken);
        using (var record = new SqliteStatement(transaction, InsertApplied))
        {
            record.Execute(migration.Name, migration.Checksum, time.GetUtcNow());
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<Dictionary<string, string>> ReadAppliedAsync(
        SqliteConnection connection, SqliteTransaction? transaction, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, string>();
        await using var exists = Command(connection, transaction, SelectTable);
        if (await exists.ExecuteScalarAsync(cancellationToken) is 0L)
        {
            return applied;
        }

        await using var select = Command(connection, transaction, SelectApplied);
        await using DbDataReader reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }

        return applied;
    }

    private static async Task ExecuteAsync(
        SqliteConnection connection, SqliteTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command;
    }
}
