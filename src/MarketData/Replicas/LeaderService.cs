namespace MarketData.Replicas;

/// <summary>Work that only the leader does: runs while this process leads, and stops at once when it no longer does.</summary>
internal abstract class LeaderService(Leadership leadership) : BackgroundService
{
    /// <summary>Who leads.</summary>
    protected Leadership Leadership { get; } = leadership;

    /// <summary>Works until the token is cancelled, which also ends each wait and each call under way; or to its end, if it has one.</summary>
    protected abstract Task LeadAsync(LeaderTerm term, CancellationToken cancellationToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var term = await Leadership.WaitAsync(stoppingToken);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, term.Ended);
            try
            {
                await LeadAsync(term, ends.Token);
                await Task.Delay(Timeout.InfiniteTimeSpan, ends.Token);
            }
            catch (OperationCanceledException) when (ends.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
            {
                // The term is over; the next one, if there is one, begins anew.
            }
        }
    }
}
