#if USE_TESTCONTAINERS
using Testcontainers.PostgreSql;

namespace MarketData.IntegrationTests.Servers;

/// <summary>A PostgreSQL server in a container, for machines with Docker and no PostgreSQL of their own.</summary>
internal sealed class PostgresContainer : IAsyncDisposable
{
    private readonly PostgreSqlContainer _container = new PostgreSqlBuilder("postgres:15").Build();

    public string ConnectionString => _container.GetConnectionString();

    public static async Task<PostgresContainer> StartAsync()
    {
        var container = new PostgresContainer();
        await container._container.StartAsync();
        return container;
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
#endif
