using MarketData.Hosting.Telemetry;

namespace MarketData.Caching;

/// <content>The reading of one answer, on behalf of all who wait for it.</content>
internal sealed partial class ReadThroughCache
{
    /// <summary>Most that a time of freshness is prolonged by, as a share of it.</summary>
    private const double MostJitter = 0.1;

    private int _failing;
    private long _lastReadAt;

    /// <summary>Whether the last reading to end failed, or one is overdue and none has ended well since it began.</summary>
    private bool IsFailing => Volatile.Read(ref _failing) == 1;

    private async Task FlyAsync(Flight flight, Func<CancellationToken, Task<LoadedAnswer>> load)
    {
        using var span = Spans.CacheReading();
        using var timeout = new CancellationTokenSource(_options.HardTimeout, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(flight.Abandoned, timeout.Token);
        SharedTurn turn = default;
        CacheEntry? loaded = null;
        try
        {
            turn = await _shared.TakeTurnAsync(flight.Key, entry => entry.IsFresh(flight.DataVersion, _time.GetUtcNow()), ending.Token);
            if (turn.Entry is { } entry)
            {
                // Also one that is out of date: should the reading take long, or fail, it is better than none.
                KeepIfLater(flight.Key, entry);
                if (entry.IsFresh(flight.DataVersion, _time.GetUtcNow()))
                {
                    span?.SetTag("marketdata.outcome", "shared");
                    Land(flight, new CacheResult(entry, false), "shared");
                    return;
                }
            }

            loaded = EntryOf(await load(ending.Token).WithinAsync(Timeout.InfiniteTimeSpan, _time, ending.Token), flight.DataVersion);
            KeepIfLater(flight.Key, loaded);
            span?.SetTag("marketdata.outcome", "loaded");
            Land(flight, new CacheResult(loaded, false), "loaded");
            NoteSuccess();
        }
        catch (Exception exception)
        {
            span.Fail(exception.GetType().Name);
            Fail(flight, timeout.IsCancellationRequested && !flight.Abandoned.IsCancellationRequested
                ? new TimeoutException($"The answer was not read within {_options.HardTimeout}.", exception)
                : exception);
        }
        finally
        {
            // Behind the landing: who waits here does not wait for Redis.
            if (loaded is not null)
            {
                await _shared.PutAsync(flight.Key, loaded);
            }

            await _shared.GiveBackAsync(flight.Key, turn.Lock);
            flight.Dispose();
        }
    }

    private void Land(Flight flight, CacheResult result, string outcome)
    {
        _metrics.Read(outcome);
        _flights.End(flight);
        flight.Land(result);
    }

    private void Fail(Flight flight, Exception exception)
    {
        if (flight.Abandoned.IsCancellationRequested)
        {
            _metrics.Read("abandoned");
        }
        else
        {
            _metrics.Read("failed");
            NoteFailure(exception);
        }

        if (Find(flight.Key) is { } older)
        {
            Keep(flight.Key, older.Entry with { NotReadBefore = _time.GetUtcNow() + _options.RetryAfter });
            _flights.End(flight);
            flight.Land(older);
        }
        else
        {
            _flights.End(flight);
            flight.Fail(exception);
        }
    }

    private CacheEntry EntryOf(LoadedAnswer loaded, long dataVersion)
    {
        var now = _time.GetUtcNow();
        var freshFor = loaded.FreshUntil > now ? loaded.FreshUntil - now : TimeSpan.Zero;
        if (loaded.IsEmpty && freshFor > _options.EmptyFor)
        {
            freshFor = _options.EmptyFor;
        }

        // Spread, so that what was read together is not read again together.
        var freshUntil = now + freshFor + (freshFor * MostJitter * Random.Shared.NextDouble());
        return new CacheEntry(loaded.Answer, dataVersion, now, freshUntil, freshUntil + _options.StaleFor);
    }

    private void NoteFailure(Exception exception)
    {
        // Once an outage, and not for each of the answers that are asked for in it.
        if (Interlocked.Exchange(ref _failing, 1) == 0)
        {
            Log.CannotRead(_logger, exception);
        }
    }

    private void NoteOverdue(Flight flight, Exception exception)
    {
        if (Interlocked.Read(ref _lastReadAt) < flight.StartedAt)
        {
            NoteFailure(exception);
        }
    }

    private void NoteSuccess()
    {
        Interlocked.Exchange(ref _lastReadAt, _time.GetTimestamp());
        if (Interlocked.Exchange(ref _failing, 0) == 1)
        {
            Log.ReadsAgain(_logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An answer could not be read; answers that are held are given as stale until it can")]
        public static partial void CannotRead(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "Answers are read again")]
        public static partial void ReadsAgain(ILogger logger);
    }
}
