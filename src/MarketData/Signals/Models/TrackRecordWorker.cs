namespace MarketData.Signals.Models;

/// <summary>Keeps the track records of the models current: at the start, and when a day has ended.</summary>
internal sealed partial class TrackRecordWorker(TrackRecordKeeper keeper, TrackRecordHolder holder, TimeProvider time, ILogger<TrackRecordWorker> logger)
    : BackgroundService
{
    /// <summary>Time between two looks whether a day has ended, and after which a database that could not be read is asked again.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private DateOnly _done;

    /// <summary>Computes the records if a day has ended since they were computed. Never throws but for cancellation.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (_done == today)
        {
            return;
        }

        try
        {
            holder.Publish(await keeper.ReadAsync(today, cancellationToken));
            _done = today;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotRead(logger, exception);
        }
    }

    /// <summary>The first time a period after the start, which is busy enough.</summary>
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
        [LoggerMessage(1, LogLevel.Error, "Grades could not be held against later returns; it is tried again")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}

/// <summary>Holds the track records that models are answered with. Reading takes no lock.</summary>
internal sealed class TrackRecordHolder
{
    private volatile IReadOnlyDictionary<string, IReadOnlyList<TrackRecord>>? _current;

    /// <summary>The record of each model by its id; null until the first are computed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TrackRecord>>? Current => _current;

    public void Publish(IReadOnlyDictionary<string, IReadOnlyList<TrackRecord>> records) => _current = records;
}
