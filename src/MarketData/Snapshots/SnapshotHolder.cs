namespace MarketData.Snapshots;

/// <summary>Holds the snapshot that answers are given from. Reading takes no lock.</summary>
internal sealed class SnapshotHolder
{
    private volatile MarketSnapshot? _current;

    /// <summary>The current snapshot; null until the first one is published.</summary>
    public MarketSnapshot? Current => _current;

    /// <summary>The current snapshot, for endpoints that are only reached once there is one. Read it once a request.</summary>
    public MarketSnapshot Required => _current ?? throw new InvalidOperationException("No snapshot has been published.");

    /// <summary>Puts a newer snapshot in the place of the current one.</summary>
    public void Publish(MarketSnapshot snapshot) => _current = snapshot;
}
