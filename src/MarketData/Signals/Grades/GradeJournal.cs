using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Replicas;
using Microsoft.Extensions.Options;

namespace MarketData.Signals.Grades;

/// <summary>
/// Keeps the grades of each day: every <see cref="GradesOptions.StoreEvery"/> those of the moment, and the last of a day when the next has
/// begun. What could not be written is written later. Only the leader of the replicas writes. Of one caller at a time.
/// </summary>
internal sealed partial class GradeJournal(
    IGradeStore store,
    IngestionPipeline pipeline,
    Leadership leadership,
    IOptions<GradesOptions> options,
    TimeProvider time,
    ILogger<GradeJournal> logger)
{
    /// <summary>Time after which a database that refused is asked again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private GradeBoard? _newest;
    private long _storedVersion;
    private DateTimeOffset _nextAt;
    private DateTimeOffset _retryAt;

    /// <summary>Takes note of the grades of the moment. Never throws but for cancellation.</summary>
    public async Task NoteAsync(GradeBoard board, CancellationToken cancellationToken)
    {
        // The last of a day that is over goes first, however long that takes.
        var isDayOver = _newest is { } last && last.Version != _storedVersion && DayOf(last) < DayOf(board);
        var due = isDayOver ? _newest! : board;
        _newest = due;
        var now = time.GetUtcNow();
        if (leadership.Current is null || due.Version == _storedVersion || now < (isDayOver ? _retryAt : _nextAt))
        {
            return;
        }

        try
        {
            if (!await StoreAsync(due, cancellationToken))
            {
                return;
            }

            _storedVersion = due.Version;
            _newest = board;
            _nextAt = now + options.Value.StoreEvery;
        }
        catch (StaleEpochException exception)
        {
            leadership.Refused(exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotStored(logger, exception, DayOf(due));
            _nextAt = _retryAt = now + RetryAfter;
        }
    }

    private static DateOnly DayOf(GradeBoard board) => DateOnly.FromDateTime(board.Columns.Snapshot.BuiltAt.UtcDateTime);

    /// <summary>In turn with the polls, as everything that is stored; readers of history learn of it as of a poll. False on a follower.</summary>
    private Task<bool> StoreAsync(GradeBoard board, CancellationToken cancellationToken) => pipeline.CommitPastAsync(
        [],
        async () =>
        {
            if (pipeline.Epoch is not { } epoch)
            {
                return false;
            }

            await store.PutAsync(board.ToStored(), epoch, cancellationToken);
            if (options.Value.KeepFor > TimeSpan.Zero)
            {
                await store.RemoveOlderAsync(time.GetUtcNow() - options.Value.KeepFor, epoch, cancellationToken);
            }

            return true;
        },
        cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The grades of {Day} could not be stored; it is tried again")]
        public static partial void NotStored(ILogger logger, Exception exception, DateOnly day);
    }
}
