using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Database;

[Collection(PostgresCollection.Name)]
public sealed class PostgresGradeStoreTests(PostgresServer server) : GradeStoreContract
{
    protected override async Task<object> OpenAsync() => TestStore.Postgres(await server.CreateDatabaseAsync());
}
