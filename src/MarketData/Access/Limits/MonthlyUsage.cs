using System.Globalization;
using MarketData.Access.Keys;

namespace MarketData.Access.Limits;

/// <summary>
/// Requests of a key in the calendar month (UTC): those that the database knows of, over all replicas, and those of this process that
/// it does not know of yet. Safe for concurrent use.
/// </summary>
internal sealed class MonthlyUsage
{
    private readonly Lock _gate = new();
    private string _month = "";
    private DateTimeOffset _monthEnd = DateTimeOffset.MinValue;
    private long _stored;
    private long _pending;
    private (string Month, long Requests) _lastMonth;

    /// <summary>Counts a request, unless <paramref name="limit"/> are counted already; false then. Limit 0: none.</summary>
    public bool TryCount(long limit, DateTimeOffset now)
    {
        lock (_gate)
        {
            Turn(now);
            if (limit > 0 && _stored + _pending >= limit)
            {
                return false;
            }

            _pending++;
            return true;
        }
    }

    /// <summary>Takes back a request that was counted.</summary>
    public void Uncount()
    {
        lock (_gate)
        {
            _pending--;
        }
    }

    /// <summary>Requests of the month so far.</summary>
    public long CountAt(DateTimeOffset now)
    {
        lock (_gate)
        {
            Turn(now);
            return _stored + _pending;
        }
    }

    /// <summary>Takes over what the database knows of a month, as after a restart.</summary>
    public void Load(string month, long stored, DateTimeOffset now)
    {
        lock (_gate)
        {
            Turn(now);
            if (month == _month)
            {
                _stored = Math.Max(_stored, stored);
            }
        }
    }

    /// <summary>What the database does not know of yet, of this month and, after its turn, of the one before.</summary>
    public IEnumerable<KeyUse> TakePending(string key, DateTimeOffset now)
    {
        lock (_gate)
        {
            Turn(now);
            var uses = new List<KeyUse>(2);
            if (_lastMonth.Requests != 0)
            {
                uses.Add(new KeyUse(key, _lastMonth.Month, _lastMonth.Requests));
            }

            if (_pending != 0)
            {
                uses.Add(new KeyUse(key, _month, _pending));
            }

            return uses;
        }
    }

    /// <summary>The database has taken a use, and knows of so many in all.</summary>
    public void Stored(KeyUse use, long total)
    {
        lock (_gate)
        {
            if (use.Month == _month)
            {
                _pending -= use.Requests;
                _stored = total;
            }
            else if (use.Month == _lastMonth.Month)
            {
                _lastMonth.Requests -= use.Requests;
            }
        }
    }

    /// <summary>How the database names a month.</summary>
    public static string NameOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The first moment of the month after.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset time) => new DateTimeOffset(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private void Turn(DateTimeOffset now)
    {
        if (now < _monthEnd)
        {
            return;
        }

        // What two months ago left is older than any flush: there is none.
        _lastMonth = (_month, _pending);
        (_month, _monthEnd, _stored, _pending) = (NameOf(now), EndOf(now), 0, 0);
    }
}
