using Microsoft.Extensions.Options;

namespace MarketData.Caching;

/// <summary>An answer as the cache gives it.</summary>
/// <param name="Entry">The answer, and how long it is fresh.</param>
/// <param name="IsStale">Whether it is out of date, and given since a newer one cannot be had, or not soon enough.</param>
internal readonly record struct CacheResult(CacheEntry Entry, bool IsStale);

/// <summary>
/// Answers that are read from the database, kept in memory and in Redis. One reading at a time for each answer, in this process and, as
/// long as Redis answers, among all. Safe for concurrent use.
/// </summary>
internal sealed partial class ReadThroughCache
{
    private readonly SharedLayer _shared;
    private readonly DataVersion _version;
    private readonly CacheMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CacheOptions _options;
    private readonly MemoryLayer _memory;
    private readonly Flights _flights;

    public ReadThroughCache(
        SharedLayer shared, DataVersion version, IOptions<CacheOptions> options, CacheMetrics metrics, TimeProvider time, ILogger<ReadThroughCache> logger)
    {
        (_shared, _version, _metrics, _time, _logger, _options) = (shared, version, metrics, time, logger, options.Value);
        _memory = new MemoryLayer(_options.MemoryBytes);
        _flights = new Flights(time);
        metrics.ObserveMemory(_memory);
    }

    /// <summary>
    /// The answer of a key: from memory, else from Redis, else from <paramref name="load"/>. One that is out of date is given, as stale,
    /// where a newer one cannot be read, or not within <see cref="CacheOptions.SoftTimeout"/>.
    /// </summary>
    /// <param name="key">From <see cref="CacheKeys.Of"/>.</param>
    /// <param name="load">
    /// Reads the answer. It may outlive the request that gave it, and must use nothing of it. Its token ends it when nobody waits any
    /// more, and at <see cref="CacheOptions.HardTimeout"/>. Its exceptions reach all who wait, unless they have an older answer.
    /// </param>
    /// <param name="cancellationToken">The caller's leaving. The reading goes on as long as another waits for it.</param>
    /// <exception cref="TimeoutException">
    /// There is no answer, and none was read within <see cref="CacheOptions.ColdTimeout"/>, or <see cref="CacheOptions.FailingTimeout"/> while
    /// readings fail. The reading goes on.
    /// </exception>
    public async ValueTask<CacheResult> GetOrCreateAsync(
        string key, Func<CancellationToken, Task<LoadedAnswer>> load, CancellationToken cancellationToken)
    {
        var held = Find(key);
        if (held is { } given && (!given.IsStale || _time.GetUtcNow() < given.Entry.NotReadBefore))
        {
            return Counted(given, "hit");
        }

        CacheResult? landed = null;
        var (flight, isNew) = _flights.Join(key, _version.Current, held is not null, () => (landed = Find(key)) is { IsStale: false });
        if (flight is null)
        {
            return Counted(landed!.Value, "hit");
        }

        if (!isNew)
        {
            _metrics.Joined();
        }
        else
        {
            // On a thread of its own, with nothing of the request that happened to come first.
            _ = Task.Run(() => FlyAsync(flight, load), CancellationToken.None);
        }

        try
        {
            return Counted(held is { } older ? await RenewAsync(flight, older, cancellationToken) : await AwaitAsync(flight, cancellationToken), "miss");
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            _metrics.Answered("failed");
            throw;
        }
        finally
        {
            _flights.Leave(flight);
        }
    }

    /// <summary>The answer, where none is held. Who waits in vain holds a connection and a thread's work for nothing: the wait is short while readings fail.</summary>
    private async Task<CacheResult> AwaitAsync(Flight flight, CancellationToken cancellationToken)
    {
        var limit = IsFailing ? _options.FailingTimeout : _options.ColdTimeout;
        try
        {
            return await flight.Task.WaitAsync(limit, _time, cancellationToken);
        }
        catch (TimeoutException exception) when (!flight.Task.IsCompleted)
        {
            _flights.LetGoOn(flight);
            NoteOverdue(flight, exception);
            throw new TimeoutException($"The answer was not read within {limit}; the reading goes on.", exception);
        }
    }

    /// <summary>The newer answer if it comes soon, else the older one.</summary>
    private async Task<CacheResult> RenewAsync(Flight flight, CacheResult older, CancellationToken cancellationToken)
    {
        var left = _options.SoftTimeout - _time.GetElapsedTime(flight.StartedAt);
        if (left <= TimeSpan.Zero && !flight.Task.IsCompleted)
        {
            return older;
        }

        try
        {
            return await flight.Task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Too late, or failed, which the flight has told.
            return older;
        }
    }

    /// <summary>What memory holds of a key, if it may still be given.</summary>
    private CacheResult? Find(string key)
    {
        var now = _time.GetUtcNow();
        if (!_memory.TryGet(key, out var entry))
        {
            return null;
        }

        return entry.IsFresh(_version.Current, now) ? new CacheResult(entry, false)
            : entry.IsUsable(now) ? new CacheResult(entry, true)
            : null;
    }

    private void Keep(string key, CacheEntry entry)
    {
        if (_memory.Put(key, entry) is > 0 and var evicted)
        {
            _metrics.Evicted(evicted);
        }
    }

    /// <summary>Keeps an entry unless a later one is held: a reading that was begun early may end last.</summary>
    private void KeepIfLater(string key, CacheEntry entry)
    {
        if (!_memory.TryGet(key, out var held) || (held.DataVersion, held.KeptUntil).CompareTo((entry.DataVersion, entry.KeptUntil)) < 0)
        {
            Keep(key, entry);
        }
    }

    private CacheResult Counted(CacheResult result, string outcome)
    {
        _metrics.Answered(result.IsStale ? "stale" : outcome);
        return result;
    }
}
