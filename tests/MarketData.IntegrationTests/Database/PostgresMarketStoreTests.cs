using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Database;

[Collection(PostgresCollection.Name)]
public sealed class PostgresMarketStoreTests(PostgresServer server) : MarketStoreContract
{
    protected override int RandomBatches => 500;

    protected override async Task<object> OpenAsync() => TestStore.Postgres(await server.CreateDatabaseAsync());
}
