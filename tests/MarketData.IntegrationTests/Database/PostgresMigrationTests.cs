using MarketData.Database;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Database;

[Collection(PostgresCollection.Name)]
public sealed class PostgresMigrationTests(PostgresServer server) : MigrationContract
{
    private string _connectionString = "";

    protected override string Engine => "Postgres";

    public override async Task InitializeAsync() => _connectionString = await server.CreateDatabaseAsync();

    [Fact]
    public async Task MigrateAsync_RoleThatMayNotChangeTheSchema_StartsOnACurrentOne()
    {
        var owner = Open();
        await owner.Migrator.MigrateAsync(CancellationToken.None);
        var role = $"reader_{Guid.NewGuid():N}";
        await owner.ScalarAsync($"CREATE ROLE {role} LOGIN PASSWORD 'x'; GRANT SELECT ON schema_migration TO {role}");
        var restricted = new Npgsql.NpgsqlConnectionStringBuilder(_connectionString) { Username = role, Password = "x" };
        var store = TestStore.Postgres(restricted.ConnectionString);

        try
        {
            (await store.Migrator.MigrateAsync(CancellationToken.None)).ShouldBeEmpty();
        }
        finally
        {
            await store.DisposeAsync();
            await owner.ScalarAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task AddPricePointsAsync_FirstPointOfAMonth_MakesItsPartitionAndTwoAhead()
    {
        var store = Open();
        await store.Migrator.MigrateAsync(CancellationToken.None);

        await store.Store.AddPricePointsAsync([Some.Point(1, new DateTimeOffset(2026, 11, 30, 23, 55, 0, TimeSpan.Zero))], CancellationToken.None);

        (await Partitions(store)).ShouldBe(["price_point_2026_11", "price_point_2026_12", "price_point_2027_01"]);
        (await store.CountAsync("price_point_2026_11")).ShouldBe(1);
    }

    [Fact]
    public async Task AddPricePointsAsync_PartitionWasDropped_MakesItAnew()
    {
        var store = Open();
        await store.Migrator.MigrateAsync(CancellationToken.None);
        var point = Some.Point(1, Some.Time);
        await store.Store.AddPricePointsAsync([point], CancellationToken.None);
        await store.ScalarAsync("DROP TABLE price_point_2026_03");

        await store.Store.AddPricePointsAsync([point], CancellationToken.None);

        (await store.CountAsync("price_point")).ShouldBe(1);
    }

    protected override (string Name, string Value) Setting() => ("ConnectionStrings__Postgres", _connectionString);

    protected override async Task<bool> IsUntouchedAsync() =>
        await Open().ScalarAsync("SELECT to_regclass('schema_migration') IS NULL") is true;

    private protected override TestStore Connect(IReadOnlyList<Migration>? migrations) =>
        TestStore.Postgres(_connectionString, migrations);

    private protected override Task<string> ReadSchemaAsync(TestStore store) => PostgresSchema.ReadAsync(store);

    private static Task<List<string>> Partitions(TestStore store) =>
        store.ListAsync("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'price_point'::regclass ORDER BY 1");
}
