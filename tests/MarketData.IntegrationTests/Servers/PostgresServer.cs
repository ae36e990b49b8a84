using Npgsql;

namespace MarketData.IntegrationTests.Servers;

/// <summary>
/// A PostgreSQL server for the tests: the one that MARKETDATA_TEST_POSTGRES names, else one of this machine's own programs,
/// started for this run in a temporary folder, else (when built with <c>UseTestcontainers</c>) a container.
/// </summary>
/// <remarks>The user of MARKETDATA_TEST_POSTGRES must be allowed to create databases. Those of a run are dropped at its end.</remarks>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly List<string> _databases = [];
    private readonly Lock _lock = new();
    private Func<ValueTask>? _stop;
    private string _connectionString = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("MARKETDATA_TEST_POSTGRES") is { Length: > 0 } given)
        {
            _connectionString = given;
        }
        else if (LocalPostgres.FindFolder() is { } folder)
        {
            var local = await LocalPostgres.StartAsync(folder);
            (_connectionString, _stop) = (local.ConnectionString, local.DisposeAsync);
        }
        else
        {
#if USE_TESTCONTAINERS
            var container = await PostgresContainer.StartAsync();
            (_connectionString, _stop) = (container.ConnectionString, container.DisposeAsync);
#else
            throw new InvalidOperationException(
                "These tests need PostgreSQL: set MARKETDATA_TEST_POSTGRES to a connection string, install the server "
                + "(Debian: apt-get install postgresql), or build with -p:UseTestcontainers=true where Docker runs.");
#endif
        }
    }

    /// <summary>Makes an empty database and gives its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"marketdata_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        lock (_lock)
        {
            _databases.Add(name);
        }

        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    public async Task DisposeAsync()
    {
        if (_stop is not null)
        {
            await _stop();
            return;
        }

        foreach (var database in _databases)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>
/// A PostgreSQL server for all tests of a collection; each makes its own database. Tests of one collection run one after another, hence there
/// are several: over the stores, over whole services, and over what several processes do.
/// </summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL: stores";
    public const string Services = "PostgreSQL: services";
    public const string Processes = "PostgreSQL: processes";
}

[CollectionDefinition(PostgresCollection.Services)]
public sealed class PostgresServicesCollection : ICollectionFixture<PostgresServer>;

[CollectionDefinition(PostgresCollection.Processes)]
public sealed class PostgresProcessesCollection : ICollectionFixture<PostgresServer>;
