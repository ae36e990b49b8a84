using MarketData.Candles;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.IntegrationTests.Database;
using MarketData.IntegrationTests.Servers;
using MarketData.Signals.Grades;
using MarketData.Snapshots;

namespace MarketData.IntegrationTests.Replicas;

/// <summary>Every write of a leader under an epoch that is over, on a real PostgreSQL.</summary>
[Collection(PostgresCollection.Processes)]
public sealed class StaleEpochTests(PostgresServer server) : IAsyncLifetime
{
    private const long Stale = 6;
    private const long InForce = 7;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TestStore _test = null!;

    public static TheoryData<string> Writes => [.. Acts.Keys];

    private static Dictionary<string, Func<TestStore, long?, Task>> Acts { get; } = new()
    {
        ["poll"] = (test, epoch) => test.Store.CommitAsync(
            new IngestionCommit { Run = Run, Epoch = epoch, Published = new SnapshotStamp(5, Now) }, CancellationToken.None),
        ["assets"] = (test, epoch) => test.Store.AddAssetsAsync([Some.Asset("late")], epoch, CancellationToken.None),
        ["sample"] = (test, epoch) => test.Store.RemoveSourceAsync("sample", epoch, CancellationToken.None),
        ["snapshot"] = (test, epoch) => test.Store.PublishAsync(new SnapshotStamp(5, Now), epoch, CancellationToken.None),
        ["retention"] = (test, epoch) => test.Candles.RemoveOlderAsync(new HistoryCutoffs(Now, Now, Now, Now), epoch, CancellationToken.None),
        ["grades"] = (test, epoch) => test.Grades.PutAsync(
            [new StoredGrade(1, new GradeSource("trader", "1"), Now, 50, 1, new double?[9], Now, "s")], epoch, CancellationToken.None),
        ["retention of grades"] = (test, epoch) => test.Grades.RemoveOlderAsync(Now, epoch, CancellationToken.None),
        ["page"] = async (test, epoch) => await test.Backfills.CommitAsync(
            new BackfillCommit { Item = await ItemAsync(test), Epoch = epoch, Source = "s", Watermark = Now, IsLast = true, At = Now, Requests = 1, Rows = 0 },
            CancellationToken.None),
        ["failure"] = async (test, epoch) => await test.Backfills.RecordFailureAsync(
            new BackfillFailure(await ItemAsync(test), "s", "timeout", "Too late.", 1, Now, null, epoch), CancellationToken.None),
    };

    private static IngestionRun Run => new() { Source = "s", StartedAt = Now, FinishedAt = Now, Outcome = IngestionOutcome.Failed };

    public async Task InitializeAsync()
    {
        _test = TestStore.Postgres(await server.CreateDatabaseAsync());
        await _test.Migrator.MigrateAsync(CancellationToken.None);
        var assets = await _test.Store.AddAssetsAsync([Some.Asset("bitcoin")], null, CancellationToken.None);
        await _test.Backfills.CreateAsync(
            new NewBackfillJob("f", "s", CandleInterval.OneDay, Now.AddDays(-1), Now, [(assets[0].Id, "X")]), Now, CancellationToken.None);
        await _test.ScalarAsync($"UPDATE ingestion_leader SET epoch = {InForce}");
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_EpochIsOver_IsRefusedAndNothingIsStored(string write)
    {
        var before = await StateAsync();

        var refused = await Should.ThrowAsync<StaleEpochException>(() => Acts[write](_test, Stale));

        refused.Epoch.ShouldBe(Stale);
        (await StateAsync()).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_EpochIsInForceOrNoneIsNamed_IsTaken(string write)
    {
        await Acts[write](_test, InForce);
        await Acts[write](_test, null);
    }

    /// <summary>A write that has begun is stored under its epoch, or the epoch does not rise before it is given up.</summary>
    [Fact]
    public async Task HoldEpoch_WriteIsUnderWay_NobodyRaisesTheEpoch()
    {
        await using var writer = await _test.OpenAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await using var hold = writer.CreateCommand();
        hold.CommandText = $"SELECT hold_epoch({InForce})";
        await hold.ExecuteScalarAsync();

        var raised = await Should.ThrowAsync<Npgsql.PostgresException>(() => _test.ScalarAsync(
            "SET lock_timeout = '100ms'; SELECT pg_advisory_xact_lock(5567686572916303967)"));

        raised.SqlState.ShouldBe(Npgsql.PostgresErrorCodes.LockNotAvailable);
    }

    private static async Task<BackfillItem> ItemAsync(TestStore test) =>
        (await test.Backfills.ListItemsAsync((await test.Backfills.ListAsync(1, CancellationToken.None))[0].Id, CancellationToken.None)).Single();

    private async Task<string> StateAsync() => string.Join(
        ' ',
        await _test.CountAsync("ingestion_run"),
        await _test.CountAsync("asset"),
        await _test.CountAsync("published_snapshot"),
        await _test.CountAsync("grade"),
        await _test.CountAsync("backfill_usage"),
        await ItemAsync(_test));
}
