using MarketData.Assets;
using MarketData.Candles;
using MarketData.Database.Postgres;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Database;
using MarketData.IntegrationTests.Servers;
using MarketData.Signals.Grades;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketData.IntegrationTests.Chaos;

/// <summary>Commits that go through and whose answer is lost: the writer has to try again, and must not write twice.</summary>
[Collection(PostgresCollection.Processes)]
[Trait("Category", "Chaos")]
public sealed class LostAnswerTests(PostgresServer server)
{
    private const int RowsPerPage = 5;

    private static readonly DateTimeOffset Since = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly int Rounds = ChaosRounds.Or(25);

    [Fact]
    public async Task RunOnceAsync_AnswerOfEveryCommitIsLost_CountsAndStoresEachRowOnce()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var beside = NpgsqlDataSource.Create(connectionString);
        await using var cutter = new CommitCutter(connectionString);
        await using var app = await StartAsync(cutter, beside);
        var store = app.Services.GetRequiredService<IBackfillStore>();
        var until = Since.AddHours(Rounds * RowsPerPage);
        var assetId = (await app.Services.GetRequiredService<MarketData.Database.IMarketStore>().LoadAsync(CancellationToken.None)).Assets[0].Id;
        var (job, _) = await store.CreateAsync(
            new NewBackfillJob("all", PagedSource.SourceName, CandleInterval.OneHour, Since, until, [(assetId, "X")]), Since, CancellationToken.None);

        var watermark = Since;
        while (await store.FindNextAsync(PagedSource.SourceName, CancellationToken.None) is { } next)
        {
            next.Item.Watermark.ShouldBeGreaterThanOrEqualTo(watermark);
            watermark = next.Item.Watermark;
            cutter.CutNext();
            await Should.ThrowAsync<NpgsqlException>(() => app.Services.GetRequiredService<BackfillRunner>()
                .RunOnceAsync(new PagedSource(RowsPerPage), next.Job, next.Item, CancellationToken.None));
        }

        cutter.Cuts.ShouldBe(Rounds);
        var item = (await store.ListItemsAsync(job.Id, CancellationToken.None)).ShouldHaveSingleItem();
        (item.Rows, item.Watermark, item.State).ShouldBe((Rounds * RowsPerPage, until, BackfillItemState.Done));
        (await store.FindAsync(job.Id, CancellationToken.None))!.State.ShouldBe(BackfillState.Succeeded);
        var direct = TestStore.Postgres(cutter.ConnectionString);
        (await direct.ScalarAsync("SELECT COUNT(*) FROM candle WHERE origin = 'provider'")).ShouldBe((long)Rounds * RowsPerPage);
        (await direct.ScalarAsync($"SELECT requests FROM backfill_usage WHERE source = '{PagedSource.SourceName}'")).ShouldBe((long)Rounds);
        await direct.DisposeAsync();
    }

    /// <summary>The test above would not see anything if a writer that ignores the question passed it: this one writes every row twice.</summary>
    [Fact]
    public async Task PlainInsert_AnswerOfEveryCommitIsLost_StoresEachRowTwice()
    {
        await using var cutter = new CommitCutter(await server.CreateDatabaseAsync());
        await using var dataSource = NpgsqlDataSource.Create(cutter.ConnectionString);
        await ExecuteAsync(dataSource, "CREATE TABLE naive (page integer, row integer)");

        for (var round = 0; round < Rounds; round++)
        {
            cutter.CutNext();
            await Should.ThrowAsync<NpgsqlException>(() => InsertAsync(dataSource, round));
            await InsertAsync(dataSource, round);
        }

        cutter.Cuts.ShouldBe(Rounds);
        await using var count = dataSource.CreateCommand("SELECT COUNT(*) FROM naive");
        (await count.ExecuteScalarAsync()).ShouldBe(2L * Rounds * RowsPerPage);
    }

    /// <summary>Workers that commit of themselves do so past the cutter, which would take their commit for the one it waits for.</summary>
    private static Task<MarketDataApp> StartAsync(CommitCutter cutter, NpgsqlDataSource beside) => MarketDataApp.StartPolledAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = cutter.ConnectionString },
        services: services =>
        {
            services.Remove(services.Single(service => service.ImplementationType == typeof(BackfillWorker)));
            services.RemoveAll<IGradeStore>();
            services.AddSingleton<IGradeStore>(new PostgresGradeStore(beside, NullLogger<PostgresGradeStore>.Instance));
        });

    private static async Task InsertAsync(NpgsqlDataSource dataSource, int page)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"INSERT INTO naive SELECT {page}, row FROM generate_series(1, {RowsPerPage}) AS row", connection);
        await insert.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A source of candles in pages of a few rows.</summary>
    private sealed class PagedSource(int size) : IHistorySource
    {
        public const string SourceName = "paged";

        public string Name => SourceName;

        public IReadOnlyList<CandleInterval> Intervals => CandleIntervals.All;

        public TimeSpan UntilSpare => TimeSpan.Zero;

        public void RestoreMonth(int requests)
        {
        }

        public DateTimeOffset EarliestAt(CandleInterval interval, DateTimeOffset now) => Since;

        public string? FindId(string slug, IReadOnlyList<AssetSourceId> sourceIds) => slug;

        public Task<HistoryPage> FetchAsync(HistoryRange range, CancellationToken cancellationToken) => Task.FromResult(new HistoryPage
        {
            Candles =
            [
                .. Enumerable.Range(0, size).Select(row => new HistoryCandle(
                    range.From.AddHours(row), SourceNumber.Of(2m), SourceNumber.Of(3m), SourceNumber.Of(1m), SourceNumber.Of(2.5m))),
            ],
            Next = range.From.AddHours(size),
            Requests = 1,
        });
    }
}
