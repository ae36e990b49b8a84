using MarketData.Caching;
using MarketData.Database;
using MarketData.Replicas;
using Microsoft.Extensions.Options;

namespace MarketData.Candles;

/// <summary>Removes candles and points that are older than they are kept, once an hour; only the leader does.</summary>
internal sealed partial class RetentionWorker(
    ICandleStore store,
    DataVersion version,
    Leadership leadership,
    IOptions<HistoryOptions> options,
    TimeProvider time,
    ILogger<RetentionWorker> logger) : LeaderService(leadership)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Removes once. Never throws but for cancellation: what could not be removed now is removed an hour later.</summary>
    public async Task RunOnceAsync(long epoch, CancellationToken cancellationToken)
    {
        try
        {
            var removed = await store.RemoveOlderAsync(options.Value.CutoffsAt(time.GetUtcNow()), epoch, cancellationToken);
            if (removed > 0)
            {
                Log.Removed(logger, removed);
            }
        }
        catch (StaleEpochException exception)
        {
            Leadership.Refused(exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.RemoveFailed(logger, exception);
        }
        finally
        {
            // Also after a failure, which some of it may have preceded, and whatever the count says, which may be an estimate.
            version.Advance();
        }
    }

    /// <summary>The first time an hour after the start of the term, which is busy enough; nothing is harmed by what is kept that much longer.</summary>
    protected override async Task LeadAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await RunOnceAsync(term.Epoch, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed {Removed} candles and points that were older than they are kept")]
        public static partial void Removed(ILogger logger, long removed);

        [LoggerMessage(2, LogLevel.Error, "Old candles and points could not be removed")]
        public static partial void RemoveFailed(ILogger logger, Exception exception);
    }
}
