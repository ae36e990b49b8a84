using MarketData.Caching;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Hosting;
using MarketData.Hosting.Telemetry;
using MarketData.Markets;
using MarketData.Replicas;
using MarketData.Snapshots;

namespace MarketData.Ingestion;

/// <summary>
/// The way of the data: source → gate → store → snapshot. Polls run side by side, but only one at a time changes the book; what the
/// database has not taken is never published.
/// </summary>
internal sealed partial class IngestionPipeline(
    IMarketStore store,
    ICandleStore candleStore,
    PollIntake intake,
    CandleWriter candleWriter,
    SnapshotBuilder snapshots,
    SnapshotHolder holder,
    Leadership leadership,
    DataVersion version,
    SourceRuns runs,
    StandingRefusals refusals,
    MarketDataMetrics metrics,
    TimeProvider time,
    ILogger<IngestionPipeline> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private MarketBook? _book;
    private CandleBook? _candles;
    private long? _epoch;

    /// <summary>The epoch under which the market was read, and which is that of everything that is stored; null on a follower.</summary>
    public long? Epoch => _epoch;

    /// <summary>
    /// Reads the database and publishes what it has. Call it before any poll, when a term begins, and on a follower whenever the leader has
    /// published.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Before the market is read: what is prepared of it can then not be stored after another has taken over.
            var epoch = leadership.Current?.Epoch;
            var state = await store.LoadAsync(cancellationToken);
            var book = new MarketBook(state) { Starts = _book?.Starts ?? WindowStarts.None };
            await refusals.RestoreAsync(book, cancellationToken);
            book.Starts = await StartsAsync(book, cancellationToken);
            (_book, _candles, _epoch) = (book, null, epoch);
            await PublishLoadedAsync(book, state.Published, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Polls a source once. Never throws but for cancellation: a poll that fails leaves the last good snapshot, a run with the
    /// reason, and a log line.
    /// </summary>
    public async Task<IngestionRun> RunOnceAsync(IMarketDataSource source, CancellationToken cancellationToken)
    {
        using var span = Spans.Poll(source.Name);
        var startedAt = time.GetUtcNow();
        IngestionRun run;
        try
        {
            run = await PollAsync(source, startedAt, cancellationToken);
        }
        catch (SourceException exception)
        {
            run = await RecordFailureAsync(source.Name, startedAt, exception.Code, exception.Message, exception.Requests, cancellationToken);
        }
        catch (StaleEpochException exception)
        {
            leadership.Refused(exception);
            run = Failed(source.Name, startedAt, "superseded", exception.Message, 0);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.PollBroke(logger, exception, source.Name);
            run = await RecordFailureAsync(source.Name, startedAt, "internal", exception.GetType().Name, 0, cancellationToken);
        }

        if (run.Outcome == IngestionOutcome.Failed)
        {
            span.Fail(run.ErrorCode ?? "");
        }

        runs.Finished(run);
        metrics.RunFinished(run);
        return run;
    }

    /// <summary>Publishes the book anew, so that figures that have become stale say so.</summary>
    public async Task RepublishAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_book is { } book)
            {
                await PublishAnewAsync(book, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IngestionRun> PollAsync(IMarketDataSource source, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var batch = await FetchAsync(source, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var book = _book ?? throw new InvalidOperationException("The database has not been read yet.");
            var epoch = await ConfirmEpochAsync(cancellationToken);
            var candles = await CandlesAsync(cancellationToken);
            var result = await TakeAsync(source.Name, batch, startedAt, book, epoch, cancellationToken);
            var changes = await candleWriter.FoldAsync(result.Commit.PricePoints, candles, null, cancellationToken);

            // Built aside before the commit, since the totals after the poll are stored with the poll: what is published is then
            // what was stored, and of a commit that fails nothing has to be taken back.
            var next = book.Copy();
            next.Starts = await StartsAsync(book, cancellationToken);
            result = result with { Commit = result.Commit with { Extremes = ExtremesOf(result.Commit.PricePoints, book) } };
            Take(result, next, source.Name);
            var snapshot = Build(next);
            var commit = result.Commit with
            {
                Epoch = epoch,
                Published = new SnapshotStamp(snapshot.Version, snapshot.BuiltAt),
                Candles = changes.Candles,
                Corrections = changes.Corrections,
                GlobalPoint = SnapshotTotals.GlobalOf(snapshot),
                CategoryPoints = SnapshotTotals.CategoriesOf(snapshot),
            };
            await CommitAsync(commit, cancellationToken);
            candles.Apply(commit.Candles);
            _book = next;
            Publish(snapshot);
            Report(commit);
            return commit.Run;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<SourceBatch> FetchAsync(IMarketDataSource source, CancellationToken cancellationToken)
    {
        using var span = Spans.Fetch(source.Name);
        return StoredPrecision.Apply(await source.FetchAsync(cancellationToken));
    }

    private async Task<PollResult> TakeAsync(
        string source, SourceBatch batch, DateTimeOffset startedAt, MarketBook book, long epoch, CancellationToken cancellationToken)
    {
        using var span = Spans.Gate(source);
        return await intake.TakeAsync(source, batch, startedAt, book, epoch, cancellationToken);
    }

    private async Task CommitAsync(IngestionCommit commit, CancellationToken cancellationToken)
    {
        using var span = Spans.Store(commit.Run.Source);
        var candles = _candles;
        _candles = null;
        try
        {
            await store.CommitAsync(commit, cancellationToken);
        }
        finally
        {
            // Also after a failure: it may have been stored all the same.
            version.Advance();
        }

        _candles = candles;
    }

    /// <summary>
    /// The candles to fold on. After a commit that failed they are read anew: it may have been stored all the same, only its answer
    /// lost, and candles folded on from before it would overwrite what it brought.
    /// </summary>
    private async Task<CandleBook> CandlesAsync(CancellationToken cancellationToken) =>
        _candles ??= new CandleBook(await candleStore.LoadLatestAsync(cancellationToken));

    /// <summary>Prices at the starts of windows, as far as they can be read; those known stand in for what cannot.</summary>
    private async Task<WindowStarts> StartsAsync(MarketBook book, CancellationToken cancellationToken)
    {
        try
        {
            return await WindowStarts.ReadAsync(book.Starts, candleStore, time.GetUtcNow(), cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.StartsNotRead(logger, exception);
            return book.Starts;
        }
    }

    /// <summary>Those of the points' prices that are beyond what our history has known.</summary>
    private static List<PriceExtreme> ExtremesOf(IEnumerable<PricePoint> points, MarketBook book) =>
        [.. PriceExtreme.Furthest(points.SelectMany(PriceExtreme.Of)).Where(extreme => extreme.IsBeyond(book.ExtremeOf(extreme.AssetId, extreme.Kind)))];

    private static void Take(PollResult result, MarketBook book, string source)
    {
        book.Apply(result.Commit);
        foreach (var (assetId, refusals) in result.Noted)
        {
            book.NoteRefusals(assetId, source, refusals);
        }
    }

    private void Report(IngestionCommit commit)
    {
        var run = commit.Run;
        foreach (var refusal in commit.Refusals)
        {
            metrics.Refused(run.Source, refusal.Rule);
        }

        Log.Polled(logger, run.Source, run.RowsReceived, run.QuotesAccepted, run.QuotesUnchanged, run.Refusals, run.Requests);
        if (run.Error is { } error)
        {
            Log.PollPartial(logger, run.Source, error);
        }
    }

    private async Task<IngestionRun> RecordFailureAsync(
        string source, DateTimeOffset startedAt, string code, string reason, int requests, CancellationToken cancellationToken)
    {
        var run = Failed(source, startedAt, code, reason, requests);
        Log.PollFailed(logger, source, code, reason);
        try
        {
            await store.CommitAsync(new IngestionCommit { Run = run, Epoch = _epoch }, cancellationToken);
        }
        catch (StaleEpochException exception)
        {
            leadership.Refused(exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The reason of the failure is in the log already; the database being away must not end the loop.
            Log.RunNotStored(logger, exception, source);
        }

        return run;
    }

    private IngestionRun Failed(string source, DateTimeOffset startedAt, string code, string reason, int requests) => new()
    {
        Source = source,
        StartedAt = startedAt,
        FinishedAt = time.GetUtcNow(),
        Outcome = IngestionOutcome.Failed,
        Requests = requests,
        ErrorCode = code,
        Error = reason,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Polled {Source}: {Rows} rows, {Accepted} accepted, {Unchanged} unchanged, {Refusals} refusals, {Requests} requests")]
        public static partial void Polled(ILogger logger, string source, int rows, int accepted, int unchanged, int refusals, int requests);

        [LoggerMessage(2, LogLevel.Warning, "Poll of {Source} came through in part: {Reason}")]
        public static partial void PollPartial(ILogger logger, string source, string reason);

        [LoggerMessage(3, LogLevel.Warning, "Poll of {Source} failed ({Code}): {Reason}")]
        public static partial void PollFailed(ILogger logger, string source, string code, string reason);

        [LoggerMessage(4, LogLevel.Error, "Poll of {Source} broke")]
        public static partial void PollBroke(ILogger logger, Exception exception, string source);

        [LoggerMessage(5, LogLevel.Error, "The failed poll of {Source} could not be stored")]
        public static partial void RunNotStored(ILogger logger, Exception exception, string source);

        [LoggerMessage(6, LogLevel.Warning, "Prices at the starts of windows could not be read; changes that no source gives go on from the last ones")]
        public static partial void StartsNotRead(ILogger logger, Exception exception);

        [LoggerMessage(7, LogLevel.Warning, "Which snapshot is published could not be stored; followers publish theirs by themselves")]
        public static partial void StampNotStored(ILogger logger, Exception exception);
    }
}
