using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Server;

/// <summary>
/// How long the process lives, in the place of the host's console lifetime. SIGTERM, SIGINT and SIGQUIT first take the instance out of
/// traffic: it is not ready from then on, goes on answering on connections that each end with their answer, and stops when
/// <see cref="ServerOptions.DrainDelay"/> is over, by when every proxy has seen it. A second signal ends that wait. Requests under way are
/// finished in either case, within <see cref="ServerOptions.ShutdownTimeout"/>.
/// </summary>
internal sealed partial class DrainingLifetime(
    IHostApplicationLifetime lifetime, IOptions<ServerOptions> options, IHostEnvironment environment, TimeProvider time, ILogger<DrainingLifetime> logger)
    : IHostLifetime, IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenSource _haste = new();
    private int _signals;

    /// <summary>Whether a signal has come: whoever sends requests should send them elsewhere.</summary>
    public bool IsDraining => Volatile.Read(ref _signals) > 0;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                // Not the end of the process, which is the default: that comes when the host has stopped.
                context.Cancel = true;
                OnSignal(context.Signal);
            }));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _haste.Dispose();
    }

    /// <summary>What a signal does: the first begins the drain, the second ends its waiting.</summary>
    internal void OnSignal(PosixSignal signal)
    {
        switch (Interlocked.Increment(ref _signals))
        {
            case 1:
                _ = DrainAsync(signal);
                break;
            case 2:
                Log.Hastened(logger, signal);
                _haste.Cancel();
                break;
        }
    }

    private async Task DrainAsync(PosixSignal signal)
    {
        // Before it has started there is nobody to be told.
        var delay = lifetime.ApplicationStarted.IsCancellationRequested ? options.Value.DrainDelayIn(environment) : TimeSpan.Zero;
        Log.Draining(logger, signal, delay);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, _haste.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Signal}: not ready from now on, and stopping in {Delay}")]
        public static partial void Draining(ILogger logger, PosixSignal signal, TimeSpan delay);

        [LoggerMessage(2, LogLevel.Information, "{Signal} again: stopping at once")]
        public static partial void Hastened(ILogger logger, PosixSignal signal);
    }
}
