using Microsoft.Extensions.Options;

namespace MarketData.Access.Keys;

/// <summary>Keeps <see cref="KeyRing"/> current: at the start before the first request, then every few seconds.</summary>
internal sealed partial class KeyRingWorker(
    KeyRing ring, IOptions<AccessOptions> options, TimeProvider time, ILogger<KeyRingWorker> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunOnceAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>What was used since the last time is told before the process ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RunOnceAsync(cancellationToken);
    }

    /// <summary>Takes over changes and tells what was used. Never throws but for cancellation: while the database is away the keys of the last time hold.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ring.RefreshAsync(cancellationToken);
            await ring.FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, exception);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RefreshInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RunOnceAsync(stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Changes of API keys could not be read or their use not be stored; the keys of the last time hold")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
