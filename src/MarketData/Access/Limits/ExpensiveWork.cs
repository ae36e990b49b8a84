using Microsoft.Extensions.Options;

namespace MarketData.Access.Limits;

/// <summary>Room for what costs much, over all callers: <see cref="AccessOptions.ConcurrentExpensiveRequests"/> at once.</summary>
internal sealed class ExpensiveWork(IOptions<AccessOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _room = new(options.Value.ConcurrentExpensiveRequests);

    /// <summary>Whether there was room, which is then taken until <see cref="Leave"/>.</summary>
    public bool TryEnter() => _room.Wait(0);

    /// <summary>Waits for room: for work that many wait for together, so that refusing it would refuse them all.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Gives the room back.</summary>
    public void Leave() => _room.Release();

    public void Dispose() => _room.Dispose();
}
