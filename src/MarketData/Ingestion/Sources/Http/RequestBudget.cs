namespace MarketData.Ingestion.Sources.Http;

/// <summary>Counts requests against what the provider allows, and keeps its bans. Safe for concurrent use.</summary>
/// <param name="perMinute">Requests in any 60 seconds; null if unlimited.</param>
/// <param name="perMonth">Requests in a calendar month (UTC); null if unlimited.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestBudget(int? perMinute, int? perMonth, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PlannedMonth = TimeSpan.FromDays(31);
    private static readonly TimeSpan LongestSpareWait = TimeSpan.FromHours(1);

    // Timers fire some milliseconds early; who waited must then find the slot free.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();

    // Monotonic timestamps: a clock that is set back must not shut the source out for as long.
    private readonly Queue<long> _lastMinute = new();

    private DateTimeOffset? _bannedUntil;
    private (int Year, int Month) _month;
    private int _usedThisMonth;

    public SourceBudget Current
    {
        get
        {
            lock (_gate)
            {
                var now = time.GetUtcNow();
                StartMonth(now);
                return new SourceBudget(perMinute, perMonth, _usedThisMonth, _bannedUntil > now ? _bannedUntil : null);
            }
        }
    }

    /// <summary>How long to wait until the minute allows one more request; zero if it does now.</summary>
    public TimeSpan UntilNextSlot
    {
        get
        {
            lock (_gate)
            {
                var wait = FindNextSlot();
                return wait > TimeSpan.Zero ? wait + TimerSlack : wait;
            }
        }
    }

    /// <summary>
    /// How long what can wait has to: until a ban is over, less than half of the minute's requests are used, and the month has more left than
    /// polls will still need. Zero if it may ask now; at most an hour, since a month's plan is looked at anew.
    /// </summary>
    /// <param name="plannedPerMonth">Requests that polls take in a month of 31 days.</param>
    public TimeSpan UntilSpare(double plannedPerMonth)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            StartMonth(now);
            if (_bannedUntil > now)
            {
                return _bannedUntil.Value - now;
            }

            var nextMonth = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
            var reserved = plannedPerMonth * ((nextMonth - now) / PlannedMonth);
            if (_usedThisMonth + reserved >= perMonth)
            {
                return nextMonth - now < LongestSpareWait ? nextMonth - now : LongestSpareWait;
            }

            var wait = FindNextSlot(Math.Max(1, (perMinute ?? 0) / 2));
            return wait > TimeSpan.Zero ? wait + TimerSlack : wait;
        }
    }

    /// <summary>Raises this month's count to at least <paramref name="requests"/>.</summary>
    public void RestoreMonth(int requests)
    {
        lock (_gate)
        {
            StartMonth(time.GetUtcNow());
            _usedThisMonth = Math.Max(_usedThisMonth, requests);
        }
    }

    /// <summary>Shuts the source out for a while. A ban that runs longer stays.</summary>
    public void Ban(TimeSpan duration)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + duration;
            _bannedUntil = _bannedUntil > until ? _bannedUntil : until;
        }
    }

    /// <summary>Counts one request that is about to be made.</summary>
    /// <exception cref="SourceFault">It must not be made: <c>banned</c> or <c>budget_exhausted</c>.</exception>
    public void Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            StartMonth(now);
            ThrowIfBanned(now);

            if (_usedThisMonth >= perMonth)
            {
                throw new SourceFault(
                    FaultCode.BudgetExhausted,
                    $"All {perMonth} requests of this calendar month (UTC) are used; the next month brings new ones.");
            }

            if (FindNextSlot() > TimeSpan.Zero)
            {
                throw new SourceFault(FaultCode.BudgetExhausted, $"All {perMinute} requests of this minute are used.");
            }

            _usedThisMonth++;
            if (perMinute is not null)
            {
                _lastMinute.Enqueue(time.GetTimestamp());
            }
        }
    }

    private void ThrowIfBanned(DateTimeOffset now)
    {
        if (_bannedUntil > now)
        {
            throw new SourceFault(FaultCode.Banned, $"The provider has shut us out until {_bannedUntil:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }
    }

    private TimeSpan FindNextSlot() => FindNextSlot(perMinute ?? 0);

    /// <summary>Time until fewer than so many requests of the last minute are left; zero if that is so now, or there is no limit.</summary>
    private TimeSpan FindNextSlot(int allowed)
    {
        while (_lastMinute.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
        {
            _lastMinute.Dequeue();
        }

        return perMinute is not null && _lastMinute.Count >= allowed
            ? Window - time.GetElapsedTime(_lastMinute.ElementAt(_lastMinute.Count - allowed))
            : TimeSpan.Zero;
    }

    private void StartMonth(DateTimeOffset now)
    {
        if (_month != (now.Year, now.Month))
        {
            _month = (now.Year, now.Month);
            _usedThisMonth = 0;
        }
    }
}
