using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MarketData.Streaming;

/// <summary>Events as text messages of a WebSocket.</summary>
internal sealed class WebSocketOutput(WebSocket socket, StreamConnection connection, StreamMetrics metrics) : StreamOutput(connection, metrics)
{
    /// <summary>A message that takes more is sent in pieces, so that more than two of them are seldom held.</summary>
    private const int UsualBytes = 1024;

    private ArrayBufferWriter<byte> _message = new(UsualBytes);

    public override IBufferWriter<byte> Body => _message;

    protected override long UnsentBytes => _message.WrittenCount;

    /// <summary>Pings go out by themselves.</summary>
    public override ValueTask SendHeartbeatAsync(long? version, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override async ValueTask SendEndAsync(StreamEnd end, CancellationToken cancellationToken)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        if (end != StreamEnd.ClientGone)
        {
            Begin(end.MayReconnect ? "reconnect" : "closed", null, null);
            var farewell = new StreamFarewell(end.Code, end.Detail, end.MayReconnect ? ReconnectAfterMilliseconds() : null);
            Body.Write(JsonSerializer.SerializeToUtf8Bytes(farewell, StreamJson.Default.StreamFarewell).AsSpan()[1..^1]);
            await EndAsync(cancellationToken);
        }

        await socket.CloseOutputAsync(end.CloseStatus, end.Code, cancellationToken);
    }

    /// <summary>Sends a reply to a message of the client.</summary>
    public async ValueTask SendReplyAsync(StreamReply reply, CancellationToken cancellationToken)
    {
        Body.Write(JsonSerializer.SerializeToUtf8Bytes(reply, StreamJson.Default.StreamReply));
        await SendAsync(isEnd: true, cancellationToken);
    }

    protected override void WriteHead(string type, long? version, string? subscription)
    {
        Body.Write("{\"type\":\""u8);
        Body.Write(Encoding.ASCII.GetBytes(type));
        Body.Write("\","u8);
        if (subscription is not null)
        {
            Body.Write("\"id\":"u8);
            Body.Write(JsonSerializer.SerializeToUtf8Bytes(subscription, StreamJson.Default.String));
            Body.Write(","u8);
        }

        if (version is { } known)
        {
            Body.Write("\"position\":"u8);
            Body.Write(Encoding.ASCII.GetBytes(known.ToString(CultureInfo.InvariantCulture)));
            Body.Write(","u8);
        }
    }

    protected override void WriteTail() => Body.Write("}"u8);

    protected override async ValueTask SendAsync(bool isEnd, CancellationToken cancellationToken)
    {
        await socket.SendAsync(_message.WrittenMemory, WebSocketMessageType.Text, isEnd, cancellationToken);
        _message.ResetWrittenCount();
        if (isEnd && _message.Capacity > UsualBytes)
        {
            // A quiet stream is not to hold the buffer of its first message.
            _message = new ArrayBufferWriter<byte>(UsualBytes);
        }
    }
}
