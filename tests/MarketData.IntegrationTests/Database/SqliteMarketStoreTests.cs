namespace MarketData.IntegrationTests.Database;

public sealed class SqliteMarketStoreTests : MarketStoreContract
{
    // SQLite waits for the disk at each commit: in memory, where the machine has such a folder, thousands take seconds.
    private readonly string _folder = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/marketdata-sqlite-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("marketdata-sqlite-").FullName;

    protected override int RandomBatches => 10_000;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task<object> OpenAsync() => Task.FromResult<object>(TestStore.Sqlite(Path.Combine(_folder, "test.db")));
}
