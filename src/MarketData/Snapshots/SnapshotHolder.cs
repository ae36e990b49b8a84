namespace MarketData.Snapshots;

/// <summary>Holds the snapshot that answers are given from. Reading takes no lock.</summary>
internal sealed class SnapshotHolder
{
    private volatile MarketSnapshot? _current;
    private TaskCompletionSource _next = NewSignal();

    /// <summary>The current snapshot; null until the first one is published.</summary>
    public MarketSnapshot? Current => _current;

    /// <summary>The current snapshot, for endpoints that are only reached once there is one. Read it once a request.</summary>
    public MarketSnapshot Required => _current ?? throw new InvalidOperationException("No snapshot has been published.");

    /// <summary>Puts a newer snapshot in the place of the current one.</summary>
    public void Publish(MarketSnapshot snapshot)
    {
        _current = snapshot;
        Interlocked.Exchange(ref _next, NewSignal()).SetResult();
    }

    /// <summary>The current snapshot, as soon as it is another than the one of a version. Those in between may be passed over.</summary>
    public async Task<MarketSnapshot> WaitForAnotherAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look: what is published after it completes this one.
            var next = Volatile.Read(ref _next).Task;
            if (_current is { } current && current.Version != version)
            {
                return current;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
