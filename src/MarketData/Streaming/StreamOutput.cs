using System.Buffers;

namespace MarketData.Streaming;

/// <summary>Writes events in the form of a transport. Not safe for concurrent use.</summary>
internal abstract class StreamOutput(StreamConnection connection, StreamMetrics metrics)
{
    /// <summary>Bytes that are written before they are sent, where an event is longer than that.</summary>
    private const int PieceBytes = 32 * 1024;

    private string _type = "";

    /// <summary>Where the members of the event's JSON object are written to, between <see cref="Begin"/> and <see cref="EndAsync"/>.</summary>
    public abstract IBufferWriter<byte> Body { get; }

    /// <summary>Bytes that are written and not sent.</summary>
    protected abstract long UnsentBytes { get; }

    /// <summary>Begins an event: its JSON object is open.</summary>
    /// <param name="type">Type of the event.</param>
    /// <param name="version">What its reader has with it; null: what it had before.</param>
    /// <param name="subscription">Name of the subscription that it is of; null where there is but one.</param>
    public void Begin(string type, long? version, string? subscription)
    {
        _type = type;
        WriteHead(type, version, subscription);
    }

    /// <summary>Sends what is written so far of a long event, and waits while the reader does not take it.</summary>
    public ValueTask SendPieceAsync(CancellationToken cancellationToken) => UnsentBytes < PieceBytes
        ? ValueTask.CompletedTask
        : connection.TimeAsync(SendAsync(isEnd: false, cancellationToken));

    /// <summary>Ends the event and sends it.</summary>
    public ValueTask EndAsync(CancellationToken cancellationToken)
    {
        metrics.Sent(connection.Transport, _type);
        WriteTail();
        return connection.TimeAsync(SendAsync(isEnd: true, cancellationToken));
    }

    /// <summary>Shows that the stream is alive.</summary>
    /// <param name="version">What its reader has; null if nothing yet.</param>
    /// <param name="cancellationToken">Ends the waiting for a reader that does not take it.</param>
    public abstract ValueTask SendHeartbeatAsync(long? version, CancellationToken cancellationToken);

    /// <summary>Says that the stream ends, and why.</summary>
    public abstract ValueTask SendEndAsync(StreamEnd end, CancellationToken cancellationToken);

    protected abstract void WriteHead(string type, long? version, string? subscription);

    protected abstract void WriteTail();

    protected abstract ValueTask SendAsync(bool isEnd, CancellationToken cancellationToken);

    /// <summary>Has clients come back spread over ten seconds, so that a restart is not followed by all of them at once.</summary>
    protected static int ReconnectAfterMilliseconds() => Random.Shared.Next(500, 10_000);
}
