using System.Text.RegularExpressions;
using MarketData.Candles;
using MarketData.Database;

namespace MarketData.IntegrationTests.Database;

public sealed partial class SqliteCandleStoreTests : CandleStoreContract
{
    private readonly string _folder = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/marketdata-sqlite-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("marketdata-sqlite-").FullName;

    public static TheoryData<string> Reads =>
    [
        .. CandleIntervals.All.Select(CandleSql.SelectRange), .. CandleIntervals.All.Select(CandleSql.SelectNewest),
        CandleSql.SelectDay, CandleSql.SelectCorrections, CandleSql.SelectPoints, CandleSql.SelectGlobalPoints, CandleSql.SelectCategoryPoints,
    ];

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

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task History_EveryRead_GoesThroughAnIndexInItsOrder(string sql)
    {
        await using var connection = await Test.OpenAsync();
        await using var explain = connection.CreateCommand();
        explain.CommandText = $"EXPLAIN QUERY PLAN {Parameter().Replace(sql, "1")}";
        await using var reader = await explain.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(reader.GetOrdinal("detail")));
        }

        // Of a day the two origins of each asset may be sorted, nothing more.
        plan.ShouldContain(step => step.StartsWith("SEARCH", StringComparison.Ordinal));
        plan.ShouldAllBe(step => step.StartsWith("SEARCH", StringComparison.Ordinal) || step == "USE TEMP B-TREE FOR LAST TERM OF ORDER BY");
    }

    protected override Task<object> OpenAsync() => Task.FromResult<object>(TestStore.Sqlite(File));

    [GeneratedRegex("@[a-zA-Z]+")]
    private static partial Regex Parameter();
}
