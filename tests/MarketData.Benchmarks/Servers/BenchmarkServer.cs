using MarketData.Database;
using MarketData.Database.Postgres;
using MarketData.IntegrationTests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketData.Benchmarks.Servers;

/// <summary>A PostgreSQL server: the one that MARKETDATA_TEST_POSTGRES names, else one of this machine's programs for this run.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private readonly LocalPostgres? _local;
    private readonly string _connectionString;

    private BenchmarkServer(LocalPostgres? local, string connectionString) => (_local, _connectionString) = (local, connectionString);

    public static async Task<BenchmarkServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("MARKETDATA_TEST_POSTGRES") is { Length: > 0 } given)
        {
            return new BenchmarkServer(null, given);
        }

        var folder = LocalPostgres.FindFolder() ?? throw new InvalidOperationException(
            "The benchmarks need PostgreSQL: set MARKETDATA_TEST_POSTGRES to a connection string, or install the server.");
        var local = await LocalPostgres.StartAsync(folder);
        return new BenchmarkServer(local, local.ConnectionString);
    }

    /// <summary>A database of its own with the schema of the service, dropped when it is disposed of.</summary>
    public async Task<BenchmarkDatabase> CreateDatabaseAsync()
    {
        var name = $"benchmark_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        var connectionString = new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
        var database = new BenchmarkDatabase(connectionString, () => ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)"));
        await new PostgresMigrator(database.DataSource, Migration.Load("Postgres")).MigrateAsync(CancellationToken.None);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (_local is not null)
        {
            await _local.DisposeAsync();
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(_connectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A database with the service's schema, and the service's way to it.</summary>
internal sealed class BenchmarkDatabase(string connectionString, Func<Task> drop) : IAsyncDisposable
{
    public string ConnectionString { get; } = connectionString;

    /// <summary>Made as the service makes it, with prepared statements.</summary>
    public NpgsqlDataSource DataSource { get; } = PostgresDataSource.Create(
        connectionString, new DatabaseOptions { CommandTimeout = TimeSpan.FromMinutes(10) }, NullLoggerFactory.Instance);

    public PostgresMarketStore Store => field ??= new PostgresMarketStore(DataSource, NullLogger<PostgresMarketStore>.Instance);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await drop();
    }
}
