using MarketData.Candles;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Database;

[Collection(PostgresCollection.Name)]
public sealed class PostgresCandleStoreTests(PostgresServer server) : CandleStoreContract
{
    [Fact]
    public async Task PutAsync_FirstCandleOfEachInterval_MakesItsPartitionAndThoseAhead()
    {
        var time = new DateTimeOffset(2026, 11, 30, 23, 55, 0, TimeSpan.Zero);

        await Candles.PutAsync([.. CandleIntervals.All.Select(interval => Some.Candle(1, interval, time))], CancellationToken.None);

        (await PartitionsAsync("candle_5m")).ShouldBe(["candle_5m_2026_11", "candle_5m_2026_12", "candle_5m_2027_01"]);
        (await PartitionsAsync("candle_1h")).ShouldBe(["candle_1h_2026_11", "candle_1h_2026_12", "candle_1h_2027_01"]);
        (await PartitionsAsync("candle_1d")).ShouldBe(["candle_1d_2026", "candle_1d_2027"]);
        (await Test.CountAsync("candle_1d_2026")).ShouldBe(1);
    }

    [Fact]
    public async Task PutAsync_PartitionWasDropped_MakesItAnew()
    {
        var candle = Some.Candle(1, CandleInterval.OneHour, Some.Time);
        await Candles.PutAsync([candle], CancellationToken.None);
        await Test.ScalarAsync("DROP TABLE candle_1h_2026_03");

        await Candles.PutAsync([candle], CancellationToken.None);

        (await Test.CountAsync("candle")).ShouldBe(1);
    }

    [Fact]
    public async Task RemoveOlderAsync_CutoffsWithinAMonth_DropOnlyPartitionsThatEndBefore()
    {
        await PutSeriesAsync(24 * 100);
        var cutoff = Start.AddDays(45);
        (await PartitionsAsync("candle_1h")).Count.ShouldBe(6);

        await Candles.RemoveOlderAsync(new HistoryCutoffs(null, cutoff, null, null), null, CancellationToken.None);

        (await PartitionsAsync("candle_1h")).ShouldBe(
            ["candle_1h_2026_02", "candle_1h_2026_03", "candle_1h_2026_04", "candle_1h_2026_05", "candle_1h_2026_06"]);
        (await Test.ScalarAsync("SELECT to_regclass('candle_1h_2026_01') IS NULL")).ShouldBe(true);
    }

    [Fact]
    public async Task RemoveOlderAsync_EarlierDetachWasCutOff_EndsIt()
    {
        await PutSeriesAsync(24 * 100);
        await using (var reader = await Test.OpenAsync())
        await using (var other = await Test.OpenAsync())
        {
            // A reader that stays holds the detach up until it is given up: the partition is left half detached.
            await ExecuteAsync(reader, "BEGIN; SELECT COUNT(*) FROM candle_1h");
            await Should.ThrowAsync<Npgsql.PostgresException>(() => ExecuteAsync(
                other, "SET statement_timeout = '200ms'", "ALTER TABLE candle_1h DETACH PARTITION candle_1h_2026_01 CONCURRENTLY"));
            await ExecuteAsync(other, "RESET statement_timeout");
            await ExecuteAsync(reader, "ROLLBACK");
        }

        (await Test.ScalarAsync("SELECT COUNT(*) FROM pg_inherits WHERE inhdetachpending")).ShouldBe(1L);

        var removed = await Candles.RemoveOlderAsync(new HistoryCutoffs(null, Start.AddDays(70), null, null), null, CancellationToken.None);

        removed.ShouldBe(24 * (31 + 28));
        (await PartitionsAsync("candle_1h")).ShouldBe(["candle_1h_2026_03", "candle_1h_2026_04", "candle_1h_2026_05", "candle_1h_2026_06"]);
    }

    [Fact]
    public async Task RemoveOlderAsync_WhileASeriesIsRead_LetsTheReaderEnd()
    {
        await PutSeriesAsync(24 * 100);
        await using var reading = Candles
            .ReadAsync(Bitcoin.Id, CandleInterval.OneHour, Start, Start.AddYears(1), 10_000, CancellationToken.None)
            .GetAsyncEnumerator();
        (await reading.MoveNextAsync()).ShouldBeTrue();

        var removing = RemoveAllAsync();
        var read = 1;
        while (await reading.MoveNextAsync())
        {
            read++;
        }

        await reading.DisposeAsync();
        await removing;

        read.ShouldBe(24 * 100);
        (await Test.CountAsync("candle")).ShouldBe(0);
    }

    protected override async Task<object> OpenAsync() => TestStore.Postgres(await server.CreateDatabaseAsync());

    private static async Task ExecuteAsync(System.Data.Common.DbConnection connection, params string[] statements)
    {
        foreach (var sql in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    private Task<List<string>> PartitionsAsync(string parent) =>
        Test.ListAsync($"SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = '{parent}'::regclass ORDER BY 1");
}
