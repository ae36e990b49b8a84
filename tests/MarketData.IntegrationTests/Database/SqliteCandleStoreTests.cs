namespace MarketData.IntegrationTests.Database;

public sealed class SqliteCandleStoreTests : CandleStoreContract
{
    private readonly string _folder = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/marketdata-sqlite-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("marketdata-sqlite-").FullName;

    private string File => Path.Combine(_folder, "test.db");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RemoveOlderAsync_ManyCandles_GivesThePagesBack()
    {
        await PutSeriesAsync(20_000);
        var before = await Test.ScalarAsync("PRAGMA page_count");

        await RemoveAllAsync();

        (await Test.ScalarAsync("PRAGMA freelist_count")).ShouldBe(0L);
        ((long)(await Test.ScalarAsync("PRAGMA page_count"))!).ShouldBeLessThan((long)before! / 4);
    }

    protected override Task<object> OpenAsync() => Task.FromResult<object>(TestStore.Sqlite(File));
}
