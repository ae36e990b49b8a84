namespace MarketData.Snapshots;

/// <summary>What, with the figures of its time, makes a snapshot again: all replicas then answer alike.</summary>
/// <param name="Version">Rises with every snapshot, also over restarts and over changes of the leader.</param>
/// <param name="BuiltAt">When the leader built it, by its clock, to the millisecond.</param>
public sealed record SnapshotStamp(long Version, DateTimeOffset BuiltAt);
