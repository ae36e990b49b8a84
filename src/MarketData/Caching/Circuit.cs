namespace MarketData.Caching;

/// <summary>
/// Leaves a partner alone that does not answer: after some failures in a row no call goes through for a pause, then one at a time, a
/// pause apart, until one is answered. Safe for concurrent use.
/// </summary>
/// <remarks>
/// It counts failures in a row, not their share over a time: under load the answers from before a failure would keep a share low while
/// every call already waits for its timeout.
/// </remarks>
internal sealed class Circuit(int failuresThatOpen, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private long _leftAloneSince;

    /// <summary>Whether calls are held back.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _failures >= failuresThatOpen;
            }
        }
    }

    /// <summary>Whether a call may be made now. Each call that may is to be followed by what became of it, unless its caller left.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_failures < failuresThatOpen)
            {
                return true;
            }

            if (time.GetElapsedTime(_leftAloneSince) < pause)
            {
                return false;
            }

            // The next one to try comes a pause after this one, whatever becomes of it: a caller that leaves holds up nobody.
            _leftAloneSince = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>The partner answered. Gives whether this closed the circuit.</summary>
    public bool Succeeded()
    {
        lock (_gate)
        {
            var closes = _failures >= failuresThatOpen;
            _failures = 0;
            return closes;
        }
    }

    /// <summary>The partner did not answer. Gives whether this opened the circuit.</summary>
    public bool Failed()
    {
        lock (_gate)
        {
            if (_failures >= failuresThatOpen)
            {
                return false;
            }

            _failures++;
            _leftAloneSince = time.GetTimestamp();
            return _failures == failuresThatOpen;
        }
    }
}
