namespace MarketData.Database;

/// <summary>The database refused a write, since another replica has become the leader after it was prepared. It is not to be tried again.</summary>
public sealed class StaleEpochException(long epoch, Exception inner) : Exception($"Epoch {epoch} is over: another replica leads.", inner)
{
    /// <summary>The epoch that the write was prepared under.</summary>
    public long Epoch { get; } = epoch;
}
