namespace MarketData.Replicas;

/// <summary>What a replica does.</summary>
public enum ReplicaRole
{
    /// <summary>It serves what the leader stored.</summary>
    Follower = 0,

    /// <summary>It polls the sources and writes.</summary>
    Leader,
}

/// <summary>How this process stands among the replicas of its database, as far as it knows.</summary>
/// <param name="Id">Its name: host, process and a few random digits.</param>
/// <param name="Role">What it does.</param>
/// <param name="Epoch">The epoch in force when it last looked; null before its first look.</param>
/// <param name="LeaderId">Name of the replica that leads or led last; null if none is known.</param>
/// <param name="LeaderSeenAt">When that one last said that it is there, by the database's clock; null if it never did, as on SQLite.</param>
/// <param name="Lag">From the leader's building of the snapshot that is served to its being served here; null on the leader, and before the first.</param>
internal sealed record ReplicaStatus(
    string Id, ReplicaRole Role, long? Epoch, string? LeaderId, DateTimeOffset? LeaderSeenAt, TimeSpan? Lag);
