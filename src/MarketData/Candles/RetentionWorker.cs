using MarketData.Caching;
using Microsoft.Extensions.Options;

namespace MarketData.Candles;

/// <summary>Removes candles and points that are older than they are kept, once an hour.</summary>
internal sealed partial class RetentionWorker(
    ICandleStore store, DataVersion version, IOptions<HistoryOptions> options, TimeProvider time, ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>Removes once. Never throws but for cancellation: what could not be removed now is removed an hour later.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var removed = await store.RemoveOlderAsync(options.Value.CutoffsAt(time.GetUtcNow()), cancellationToken);
            if (removed > 0)
            {
                Log.Removed(logger, removed);
            }
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

    /// <summary>The first time an hour after the start, which is busy enough; nothing is harmed by what is kept that much longer.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RunOnceAsync(stoppingToken);
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
