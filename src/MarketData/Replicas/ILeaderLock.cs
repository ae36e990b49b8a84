namespace MarketData.Replicas;

/// <summary>What only one replica of a database can hold. Safe for concurrent use.</summary>
internal interface ILeaderLock : IAsyncDisposable
{
    /// <summary>Takes the lock if nobody has it, and raises the epoch.</summary>
    /// <exception cref="Exception">The database could not be asked, or not in time: the lock was not taken.</exception>
    Task<LeaderSight> TryTakeAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Says that we are there, and asks whether the lock and the epoch are still ours.</summary>
    /// <exception cref="Exception">The database could not be asked, or not in time: we may have lost both.</exception>
    Task<bool> RenewAsync(long epoch, CancellationToken cancellationToken);

    /// <summary>Lets go of it, if we have it.</summary>
    Task ReleaseAsync();
}

/// <summary>What a replica saw that asked for the lock.</summary>
/// <param name="IsOurs">Whether it has the lock now.</param>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="Leader">Name of the replica that leads, or led last; null before the first.</param>
/// <param name="RenewedAt">When that one last said that it is there, by the database's clock; null before the first.</param>
internal sealed record LeaderSight(bool IsOurs, long Epoch, string? Leader, DateTimeOffset? RenewedAt);
