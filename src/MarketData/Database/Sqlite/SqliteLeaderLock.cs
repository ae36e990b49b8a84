using MarketData.Replicas;

namespace MarketData.Database.Sqlite;

/// <summary>A SQLite file has one service: it always leads, and its epoch stays what the schema begins with.</summary>
internal sealed class SqliteLeaderLock : ILeaderLock
{
    public Task<LeaderSight> TryTakeAsync(string replica, CancellationToken cancellationToken) =>
        Task.FromResult(new LeaderSight(true, 0, replica, null));

    public Task<bool> RenewAsync(long epoch, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task ReleaseAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
