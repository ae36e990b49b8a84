using System.Collections.Concurrent;
using System.Security.Cryptography;
using MarketData.Access.Limits;
using MarketData.Database;

namespace MarketData.Access.Keys;

/// <summary>
/// Every key in memory, so that a request costs no look-up in the database. Reading takes no lock; <see cref="KeyRingWorker"/> keeps it
/// current.
/// </summary>
internal sealed class KeyRing(AccessStore store, Plans plans, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Caller> _callers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _version;
    private string _loadedMonth = "";

    /// <summary>The caller that a key stands for; null if there is no such key. Allocates nothing.</summary>
    public Caller? Find(ReadOnlySpan<char> key)
    {
        if (!ApiKeyText.TryGetId(key, out var id) || !_callers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var caller))
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ApiKeyText.Hash(key, hash);
        return caller.Key!.Matches(hash) ? caller : null;
    }

    /// <summary>Takes over what has changed since the last time.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var key in await store.ReadChangesAsync(_version, cancellationToken))
            {
                var plan = plans.Find(key.Plan);
                _callers.AddOrUpdate(
                    key.Id,
                    static (_, change) => Caller.WithKey(change.key, change.plan),
                    static (_, caller, change) =>
                    {
                        caller.Update(change.key, change.plan);
                        return caller;
                    },
                    (key, plan));
                _version = key.Version;
            }

            await LoadUsageAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Tells the database what keys have used, and takes over what they used at other replicas.</summary>
    /// <remarks>What is not acknowledged is told again: after a lost answer a few requests may count twice, but none goes uncounted.</remarks>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            var uses = _callers.SelectMany(entry => entry.Value.Usage!.TakePending(entry.Key, now)).ToList();
            if (uses.Count == 0)
            {
                return;
            }

            var totals = await store.AddUsageAsync(uses, cancellationToken);
            foreach (var (use, total) in uses.Zip(totals))
            {
                _callers[use.Key].Usage!.Stored(use, total);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Once a month, and at the start: what keys used before this process ran.</summary>
    private async Task LoadUsageAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var month = MonthlyUsage.NameOf(now);
        if (month == _loadedMonth)
        {
            return;
        }

        foreach (var (id, requests) in await store.ReadUsageAsync(month, cancellationToken))
        {
            if (_callers.TryGetValue(id, out var caller))
            {
                caller.Usage!.Load(month, requests, now);
            }
        }

        _loadedMonth = month;
    }
}
