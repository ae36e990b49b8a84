namespace MarketData.IntegrationTests.Database;

public sealed class SqliteGradeStoreTests : GradeStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-sqlite-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task<object> OpenAsync() => Task.FromResult<object>(TestStore.Sqlite(Path.Combine(_folder, "test.db")));
}
