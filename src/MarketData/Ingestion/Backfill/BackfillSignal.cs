using System.Collections.Concurrent;

namespace MarketData.Ingestion.Backfill;

/// <summary>Wakes the loops of the worker before their wait is over. Safe for concurrent use.</summary>
internal sealed class BackfillSignal(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _sleepers = new();

    /// <summary>Waits until woken, at most so long. A call to wake between two waits is not lost for longer than the wait.</summary>
    public async Task WaitAsync(string source, TimeSpan longest, CancellationToken cancellationToken)
    {
        var sleeper = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sleepers[source] = sleeper;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(sleeper.Task, Task.Delay(longest, time, ended.Token));
        await ended.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Wakes every loop that waits.</summary>
    public void WakeAll()
    {
        foreach (var sleeper in _sleepers.Values)
        {
            sleeper.TrySetResult();
        }
    }
}
