using MarketData.Caching;

namespace MarketData.Database;

/// <summary>What the database answered when it was last asked.</summary>
/// <param name="IsUp">Whether it answered.</param>
/// <param name="Latency">How long that took, or until it was given up.</param>
/// <param name="At">When it was asked, by our clock; null if it was not yet.</param>
internal sealed record DatabaseState(bool IsUp, TimeSpan Latency, DateTimeOffset? At);

/// <summary>
/// Asks the database every five seconds whether it answers. Status and metrics tell of the last answer, so that whoever asks for them waits
/// for no database and puts no load on it.
/// </summary>
internal sealed class DatabaseProbe(IDatabase database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    // The schema was checked before this starts.
    private volatile DatabaseState _last = new(true, TimeSpan.Zero, null);

    /// <summary>The last answer.</summary>
    public DatabaseState Last => _last;

    /// <summary>Asks once.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        var began = time.GetTimestamp();
        var isUp = true;
        try
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bound.CancelAfter(Timeout);
            _ = await Task.Run(() => AnswerAsync(bound.Token), bound.Token).WithinAsync(Timeout, time, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever needs the database logs what is wrong with it; here only whether it answers is kept.
            isUp = false;
        }

        _last = new DatabaseState(isUp, time.GetElapsedTime(began), askedAt);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await AskAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<object?> AnswerAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM schema_migration LIMIT 1";
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
