namespace MarketData.IntegrationTests.Servers;

/// <summary>
/// A Redis server for the tests: the one that MARKETDATA_TEST_REDIS names, else this machine's own program, started for
/// this run. Tests share it: each takes keys of its own.
/// </summary>
public sealed class RedisServer : IAsyncLifetime
{
    private LocalRedis? _local;

    /// <summary>In the form <c>host:port</c>, as StackExchange.Redis takes it.</summary>
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("MARKETDATA_TEST_REDIS") is { Length: > 0 } given)
        {
            ConnectionString = given;
            return;
        }

        _local = await LocalRedis.StartAsync();
        ConnectionString = _local.ConnectionString;
    }

    public Task DisposeAsync()
    {
        _local?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>One Redis server for all tests that ask for it.</summary>
[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisServer>
{
    public const string Name = "Redis";
}
