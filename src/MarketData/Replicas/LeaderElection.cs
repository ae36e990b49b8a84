namespace MarketData.Replicas;

/// <summary>Asks once a second to lead, or whether this process still does.</summary>
/// <remarks>By the system's clock, whatever the service's is: it is the database that counts these seconds.</remarks>
internal sealed class LeaderElection(Leadership leadership) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Before the workers start, so that the first replica reads the database once and not first as a follower.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await leadership.TryLeadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>After the workers have stopped: another replica leads within a second.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await leadership.ResignAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var held = leadership.Current;
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (held is not null && (leadership.Current != held || !await leadership.ConfirmAsync(held, stoppingToken)))
            {
                // Whatever is left of our session must not keep others from leading.
                await leadership.ResignAsync();
            }

            if (leadership.Current is null)
            {
                await leadership.TryLeadAsync(stoppingToken);
            }

            held = leadership.Current;
        }
    }
}
