using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Database;

/// <summary>What every engine must do with jobs. Each test has an empty database with two assets.</summary>
public abstract class BackfillStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = Since.AddDays(4);
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TestStore _test = null!;
    private Asset _bitcoin = null!;
    private Asset _dust = null!;

    private IBackfillStore Store => _test.Backfills;

    public async Task InitializeAsync()
    {
        _test = (TestStore)await OpenAsync();
        await _test.Migrator.MigrateAsync(CancellationToken.None);
        var assets = await _test.Store.AddAssetsAsync([Some.Asset("bitcoin"), Some.Asset("dust")], null, CancellationToken.None);
        (_bitcoin, _dust) = (assets[0], assets[1]);
    }

    public virtual async Task DisposeAsync() => await _test.DisposeAsync();

    /// <summary>A <see cref="TestStore"/> (which is internal) over an empty database.</summary>
    protected abstract Task<object> OpenAsync();

    [Fact]
    public async Task CreateAsync_NewJob_ComesBackWithItsItems()
    {
        var (job, isNew) = await CreateAsync();

        isNew.ShouldBeTrue();
        (await Store.FindAsync(job.Id, CancellationToken.None)).ShouldBe(job);
        job.ShouldBe(new BackfillJob(job.Id, "one", "binance", CandleInterval.OneDay, Since, Until, BackfillState.Running, Now, null));
        (await ItemsAsync(job)).ShouldBe([Fresh(job, _bitcoin.Id, "BTC"), Fresh(job, _dust.Id, "DUST")]);
    }

    [Fact]
    public async Task CreateAsync_EqualJobRuns_GivesThatOne()
    {
        var (first, _) = await CreateAsync();

        var (second, isNew) = await CreateAsync();

        isNew.ShouldBeFalse();
        second.ShouldBe(first);
        (await _test.CountAsync("backfill_item")).ShouldBe(2);
    }

    [Fact]
    public async Task CreateAsync_FromManyAtOnce_MakesOne()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CreateAsync()));

        jobs.Count(job => job.IsNew).ShouldBe(1);
        jobs.Select(job => job.Job.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task CreateAsync_EqualJobHasEnded_MakesAnother()
    {
        var (first, _) = await CreateAsync();
        await Store.CancelAsync(first.Id, Now, CancellationToken.None);

        var (second, isNew) = await CreateAsync();

        isNew.ShouldBeTrue();
        second.Id.ShouldBeGreaterThan(first.Id);
        (await Store.ExistsAsync("one", CancellationToken.None)).ShouldBeTrue();
        (await Store.ExistsAsync("two", CancellationToken.None)).ShouldBeFalse();
        (await Store.ListAsync(10, CancellationToken.None)).Select(job => job.Id).ShouldBe([second.Id, first.Id]);
        (await Store.ListAsync(1, CancellationToken.None)).Select(job => job.Id).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task CommitAsync_Page_StoresRowsAndWatermarkTogether()
    {
        var (job, _) = await CreateAsync();
        var before = Day(0, CandleOrigin.Own);
        var correction = new CandleCorrection(before, Day(0), Now, "It takes the place.");
        var commit = await PageAsync(job, days: 2) with { Refused = 1, Corrections = [correction] };

        (await Store.CommitAsync(commit, CancellationToken.None)).ShouldBeTrue();

        var item = (await ItemsAsync(job))[0];
        (item.Watermark, item.Rows, item.Refused, item.State).ShouldBe((Since.AddDays(2), 2, 1, BackfillItemState.Pending));
        (await _test.CountAsync("candle")).ShouldBe(2);
        (await _test.Candles.ReadCorrectionsAsync(_bitcoin.Id, 10, CancellationToken.None)).ShouldHaveSingleItem().Reason.ShouldBe(correction.Reason);
        (await _test.Store.CountRequestsAsync(Since, CancellationToken.None))["binance"].ShouldBe(3);
    }

    [Fact]
    public async Task CommitAsync_SamePageTwice_IsStoredOnce()
    {
        var (job, _) = await CreateAsync();
        var commit = await PageAsync(job, days: 2);
        await Store.CommitAsync(commit, CancellationToken.None);

        (await Store.CommitAsync(commit, CancellationToken.None)).ShouldBeFalse();

        (await ItemsAsync(job))[0].Rows.ShouldBe(2);
        (await _test.Store.CountRequestsAsync(Since, CancellationToken.None))["binance"].ShouldBe(3);
    }

    [Fact]
    public async Task CommitAsync_PageThatBeganElsewhere_MovesNothingBack()
    {
        var (job, _) = await CreateAsync();
        var old = await PageAsync(job, days: 1);
        await Store.CommitAsync(await PageAsync(job, days: 3), CancellationToken.None);

        (await Store.CommitAsync(old, CancellationToken.None)).ShouldBeFalse();
        var item = (await ItemsAsync(job))[0];
        (await Store.CommitAsync(old with { Item = item }, CancellationToken.None)).ShouldBeFalse();
        (await Store.CommitAsync(old with { Item = item, Watermark = item.Watermark }, CancellationToken.None)).ShouldBeFalse();

        (await ItemsAsync(job))[0].ShouldBe(item);
        (await _test.CountAsync("candle")).ShouldBe(3);
    }

    [Fact]
    public async Task CommitAsync_FromManyAtOnce_OneIsStored()
    {
        var (job, _) = await CreateAsync();
        var commit = await PageAsync(job, days: 2);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.CommitAsync(commit, CancellationToken.None)));

        stored.Count(isStored => isStored).ShouldBe(1);
        (await ItemsAsync(job))[0].Rows.ShouldBe(2);
    }

    [Fact]
    public async Task CommitAsync_RowThatCannotBeStored_LeavesTheWatermark()
    {
        var (job, _) = await CreateAsync();
        var commit = await PageAsync(job, days: 2) with { Candles = [Day(0), Day(1) with { Source = null! }] };

        await Should.ThrowAsync<Exception>(() => Store.CommitAsync(commit, CancellationToken.None));

        (await ItemsAsync(job))[0].ShouldBe(Fresh(job, _bitcoin.Id, "BTC"));
        (await _test.CountAsync("candle")).ShouldBe(0);
    }

    [Fact]
    public async Task CommitAsync_CancelledToken_LeavesNothing()
    {
        var (job, _) = await CreateAsync();
        var commit = await PageAsync(job, days: 2);

        await Should.ThrowAsync<OperationCanceledException>(() => Store.CommitAsync(commit, new CancellationToken(canceled: true)));

        (await ItemsAsync(job))[0].Rows.ShouldBe(0);
        (await _test.CountAsync("candle")).ShouldBe(0);
    }

    [Fact]
    public async Task CommitAsync_JobWasCancelled_StoresNothing()
    {
        var (job, _) = await CreateAsync();
        var commit = await PageAsync(job, days: 2);
        var cancelled = await Store.CancelAsync(job.Id, Now, CancellationToken.None);

        (await Store.CommitAsync(commit, CancellationToken.None)).ShouldBeFalse();

        cancelled.ShouldBe(job with { State = BackfillState.Cancelled, FinishedAt = Now });
        (await _test.CountAsync("candle")).ShouldBe(0);
        (await Store.FindNextAsync("binance", CancellationToken.None)).ShouldBeNull();
        (await Store.CancelAsync(job.Id, Now.AddDays(1), CancellationToken.None)).ShouldBe(cancelled);
        (await Store.CancelAsync(job.Id + 1, Now, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task CommitAsync_LastPageOfTheLastItem_EndsTheJob()
    {
        var (job, _) = await CreateAsync();
        await Store.CommitAsync(await PageAsync(job, days: 4), CancellationToken.None);
        (await Store.FindAsync(job.Id, CancellationToken.None))!.State.ShouldBe(BackfillState.Running);

        await Store.CommitAsync(await PageAsync(job, days: 4, item: 1), CancellationToken.None);

        (await Store.FindAsync(job.Id, CancellationToken.None)).ShouldBe(job with { State = BackfillState.Succeeded, FinishedAt = Now });
        (await ItemsAsync(job)).ShouldAllBe(item => item.State == BackfillItemState.Done && item.Watermark == Until);
    }

    [Theory]
    [InlineData(1, BackfillState.Partial)]
    [InlineData(2, BackfillState.Failed)]
    public async Task RecordFailureAsync_GivenUp_EndsTheJob(int failed, BackfillState state)
    {
        var (job, _) = await CreateAsync();
        var items = await ItemsAsync(job);
        if (failed == 1)
        {
            await Store.CommitAsync(await PageAsync(job, days: 4, item: 1), CancellationToken.None);
        }

        foreach (var item in items.Take(failed))
        {
            await FailAsync(item, retryAt: null);
        }

        (await Store.FindAsync(job.Id, CancellationToken.None))!.State.ShouldBe(state);
        var first = (await ItemsAsync(job))[0];
        (first.State, first.ErrorCode, first.Error, first.FailedAt).ShouldBe((BackfillItemState.Failed, "timeout", "Too late.", Now));
    }

    [Fact]
    public async Task FindNextAsync_ItemThatFailed_LetsTheOthersGoFirst()
    {
        var (job, _) = await CreateAsync();
        await FailAsync((await ItemsAsync(job))[0], Now.AddMinutes(1));

        (await Store.FindNextAsync("binance", CancellationToken.None))!.Value.Item.AssetId.ShouldBe(_dust.Id);
        await Store.CommitAsync(await PageAsync(job, days: 4, item: 1), CancellationToken.None);

        var next = (await Store.FindNextAsync("binance", CancellationToken.None))!.Value;
        next.Job.ShouldBe(job);
        (next.Item.AssetId, next.Item.Attempts, next.Item.RetryAt).ShouldBe((_bitcoin.Id, 1, Now.AddMinutes(1)));
        (await Store.FindNextAsync("coinpaprika", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task CommitAsync_AfterAFailure_ForgetsIt()
    {
        var (job, _) = await CreateAsync();
        await FailAsync((await ItemsAsync(job))[0], Now);

        await Store.CommitAsync(await PageAsync(job, days: 1), CancellationToken.None);

        var item = (await ItemsAsync(job))[0];
        (item.Attempts, item.ErrorCode, item.Error, item.FailedAt).ShouldBe((0, null, null, null));
        (await _test.Store.CountRequestsAsync(Since, CancellationToken.None))["binance"].ShouldBe(4);
    }

    [Fact]
    public async Task RecordFailureAsync_PageWasStoredMeanwhile_ChangesNoItem()
    {
        var (job, _) = await CreateAsync();
        var item = (await ItemsAsync(job))[0];
        await Store.CommitAsync(await PageAsync(job, days: 1), CancellationToken.None);

        await FailAsync(item, retryAt: null);

        (await ItemsAsync(job))[0].State.ShouldBe(BackfillItemState.Pending);
    }

    private Task<(BackfillJob Job, bool IsNew)> CreateAsync() => Store.CreateAsync(
        new NewBackfillJob("one", "binance", CandleInterval.OneDay, Since, Until, [(_bitcoin.Id, "BTC"), (_dust.Id, "DUST")]),
        Now,
        CancellationToken.None);

    private Task<IReadOnlyList<BackfillItem>> ItemsAsync(BackfillJob job) => Store.ListItemsAsync(job.Id, CancellationToken.None);

    private Task FailAsync(BackfillItem item, DateTimeOffset? retryAt) => Store.RecordFailureAsync(
        new BackfillFailure(item, "binance", "timeout", "Too late.", 1, Now, retryAt, null), CancellationToken.None);

    private static BackfillItem Fresh(BackfillJob job, int assetId, string sourceId) =>
        new(job.Id, assetId, sourceId, Since, BackfillItemState.Pending, 0, 0, 0, Now, null, null, null);

    private async Task<BackfillCommit> PageAsync(BackfillJob job, int days, int item = 0)
    {
        var items = await ItemsAsync(job);
        return new BackfillCommit
        {
            Item = items[item],
            Source = "binance",
            Watermark = Since.AddDays(days),
            IsLast = Since.AddDays(days) == Until,
            At = Now,
            Requests = 3,
            Rows = days,
            Candles = [.. Enumerable.Range(0, days).Select(day => Day(day) with { AssetId = items[item].AssetId })],
        };
    }

    private Candle Day(int number, CandleOrigin origin = CandleOrigin.Provider) =>
        Some.Candle(_bitcoin.Id, CandleInterval.OneDay, Since.AddDays(number), origin: origin);
}

[Collection(PostgresCollection.Processes)]
public sealed class PostgresBackfillStoreTests(PostgresServer server) : BackfillStoreContract
{
    protected override async Task<object> OpenAsync() => TestStore.Postgres(await server.CreateDatabaseAsync());
}

public sealed class SqliteBackfillStoreTests : BackfillStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-backfill-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task<object> OpenAsync() => Task.FromResult<object>(TestStore.Sqlite(Path.Combine(_folder, "test.db")));
}
