namespace MarketData.Replicas;

/// <summary>The time that this process leads.</summary>
/// <param name="Epoch">Its number, under which the database takes our writes; 0 where there is nobody to lead.</param>
/// <param name="Ended">Cancelled when the term ends: what runs under it stops at once.</param>
internal sealed record LeaderTerm(long Epoch, CancellationToken Ended);
