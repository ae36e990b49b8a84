using System.Data.Common;
using MarketData.Hosting.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace MarketData.Database.Sqlite;

/// <summary>The SQLite file: opens connections, and lets one writer in at a time.</summary>
internal sealed class SqliteDatabase : IDatabase, IDisposable
{
    // SQLite allows one writer for a file. Waiting here costs nothing; waiting in the engine is polling.
    private readonly SemaphoreSlim _writer = new(1, 1);

    private readonly int _busyMilliseconds;
    private readonly SqliteConnectionStringBuilder _settings;

    public SqliteDatabase(IOptions<DatabaseOptions> options, IHostEnvironment environment)
    {
        Path = System.IO.Path.GetFullPath(options.Value.SqlitePath, environment.ContentRootPath);
        _busyMilliseconds = (int)options.Value.CommandTimeout.TotalMilliseconds;
        _settings = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            ForeignKeys = true,
            DefaultTimeout = (int)options.Value.CommandTimeout.TotalSeconds,

            // Only the migrator makes the file: a store that found none would answer from an empty database.
            Mode = SqliteOpenMode.ReadWrite,
        };
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    public StoredTime Times => SqliteTime.Instance;

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await OpenAsync(_settings, cancellationToken);

    /// <summary>Opens the file, after making it and its folder if they are missing.</summary>
    public Task<SqliteConnection> CreateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        return OpenAsync(new SqliteConnectionStringBuilder(_settings.ConnectionString) { Mode = SqliteOpenMode.ReadWriteCreate }, cancellationToken);
    }

    /// <summary>Runs one write transaction, alone among the threads of this process and, by the file's lock, among processes.</summary>
    /// <remarks>
    /// On the thread pool, since the driver has no asynchronous input and output: its waits would hold the caller's thread.
    /// The write lock is taken at the start: a transaction that reads first and then writes may fail halfway.
    /// </remarks>
    public Task<T> WriteAsync<T>(Func<SqliteTransaction, T> write, CancellationToken cancellationToken) =>
        WriteAsync((DbTransaction transaction) => Task.FromResult(write((SqliteTransaction)transaction)), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Func{SqliteTransaction, T}, CancellationToken)"/>
    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                async () =>
                {
                    using var span = Spans.SqliteWrite();
                    await using var connection = await OpenAsync(_settings, cancellationToken);
                    await using var transaction = connection.BeginTransaction(deferred: false);
                    var result = await work(transaction);
                    await transaction.CommitAsync(cancellationToken);
                    return result;
                },
                cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose()
    {
        _writer.Dispose();

        // Idle connections keep the file open, which keeps the write-ahead log from being folded into it.
        using var pool = new SqliteConnection(_settings.ConnectionString);
        SqliteConnection.ClearPool(pool);
        using var creators = new SqliteConnection(
            new SqliteConnectionStringBuilder(_settings.ConnectionString) { Mode = SqliteOpenMode.ReadWriteCreate }.ConnectionString);
        SqliteConnection.ClearPool(creators);
    }

    private async Task<SqliteConnection> OpenAsync(SqliteConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var pragmas = connection.CreateCommand();

            // synchronous = FULL: a commit is on the disk when it is acknowledged, also when the power fails.
            pragmas.CommandText = $"PRAGMA busy_timeout = {_busyMilliseconds}; PRAGMA synchronous = FULL;";
            await pragmas.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
