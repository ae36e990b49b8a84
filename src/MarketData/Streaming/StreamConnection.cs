using System.Threading.Channels;
using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Access.Limits;

namespace MarketData.Streaming;

/// <summary>
/// A stream from the hub's side: it is woken when there may be something to send, and told when it has to end. What it lacks it looks
/// up itself, so that waking costs the same however slow the reader is.
/// </summary>
/// <param name="caller">Who reads.</param>
/// <param name="transport">Name of the transport, for metrics.</param>
/// <param name="cut">Breaks the connection.</param>
/// <param name="time">Our clock.</param>
internal sealed class StreamConnection(Caller caller, string transport, Action cut, TimeProvider time)
{
    private const long Never = long.MinValue;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private readonly Plan _plan = caller.Plan;
    private readonly long _openedAt = time.GetTimestamp();
    private StreamEnd? _end;
    private long _sentAt = time.GetTimestamp();
    private long _sendingSince = Never;
    private volatile bool _isHeartbeatDue;
    private bool _isOver;

    public string Transport => transport;

    /// <summary>Why the stream has to end; null while it goes on.</summary>
    public StreamEnd? End => Volatile.Read(ref _end);

    /// <summary>Wakes the stream; several times are as good as once.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits until the stream is woken.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _wake.Reader.ReadAsync(cancellationToken);

    /// <summary>Has the stream end; the first reason counts.</summary>
    public void EndWith(StreamEnd end)
    {
        Interlocked.CompareExchange(ref _end, end, null);
        Wake();
    }

    /// <summary>Breaks the connection, unless the stream is over: then it may be another request's already.</summary>
    public void Cut(StreamEnd end)
    {
        EndWith(end);
        lock (_gate)
        {
            if (!_isOver)
            {
                cut();
            }
        }
    }

    /// <summary>The stream is over.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    /// <summary>Whether it is time to show that the stream is alive; asked by the stream itself, which then does.</summary>
    public bool TakeHeartbeat()
    {
        var isDue = _isHeartbeatDue;
        _isHeartbeatDue = false;
        return isDue;
    }

    /// <summary>Notes how long a sending takes: a reader that takes nothing is noticed by it.</summary>
    public async ValueTask TimeAsync(ValueTask sending)
    {
        if (!sending.IsCompletedSuccessfully)
        {
            Volatile.Write(ref _sendingSince, time.GetTimestamp());
            try
            {
                await sending;
            }
            finally
            {
                Volatile.Write(ref _sendingSince, Never);
            }
        }

        Volatile.Write(ref _sentAt, time.GetTimestamp());
    }

    /// <summary>Looks whether the stream may go on, and whether it is time for a heartbeat.</summary>
    public void Check(StreamingOptions options, DateTimeOffset now)
    {
        if (Volatile.Read(ref _sendingSince) is not Never and var since && time.GetElapsedTime(since) > options.WriteTimeout)
        {
            Cut(StreamEnd.TooSlow);
        }
        else if (EndOf(options, now) is { } end)
        {
            EndWith(end);
        }
        else if (time.GetElapsedTime(Volatile.Read(ref _sentAt)) >= options.Heartbeat)
        {
            _isHeartbeatDue = true;
            Wake();
        }
    }

    private StreamEnd? EndOf(StreamingOptions options, DateTimeOffset now) => caller.Key?.StateAt(now) switch
    {
        KeyState.Revoked => StreamEnd.KeyRevoked,
        KeyState.Expired => StreamEnd.KeyExpired,
        _ when !caller.Scopes.HasFlag(AccessScopes.Stream) => StreamEnd.ScopeMissing,
        _ when caller.Plan != _plan => StreamEnd.PlanChanged,
        _ when time.GetElapsedTime(_openedAt) > options.MaxDuration => StreamEnd.MaxDuration,
        _ => null,
    };
}
