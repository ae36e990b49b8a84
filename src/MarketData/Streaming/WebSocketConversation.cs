using System.Net.WebSockets;
using System.Threading.Channels;
using MarketData.Access.Limits;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.Streaming;

/// <summary>A WebSocket from both sides: what the client says is answered in order, between the events of what it follows.</summary>
internal sealed class WebSocketConversation(
    WebSocket socket, StreamConnection connection, SnapshotHolder holder, IOptions<StreamingOptions> options, TimeProvider time)
{
    /// <summary>Replies that wait for a client which takes nothing; then nothing more is read of it.</summary>
    private const int MostReplies = 16;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<(string Id, Subscription Subscription)> _followed = [];
    private readonly Channel<StreamReply> _replies = Channel.CreateBounded<StreamReply>(new BoundedChannelOptions(MostReplies) { SingleReader = true, SingleWriter = true });
    private readonly TokenBucket _messages = new();

    /// <summary>Adds a subscription under an id.</summary>
    public void Follow(string id, StreamQuery query, long? resumeAfter)
    {
        lock (_gate)
        {
            _followed.Add((id, new Subscription(query, id, resumeAfter)));
        }
    }

    /// <summary>Serves the socket until either side ends it.</summary>
    public async Task RunAsync(Streams streams, CancellationToken aborted)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var output = new WebSocketOutput(socket, connection, streams.Metrics);
        var listening = ListenAsync(reading.Token);
        await streams.Session(connection, output).RunAsync(Followed, () => SendRepliesAsync(output, aborted), aborted);

        // The client's own farewell; one that says none is cut.
        reading.CancelAfter(ClosePatience);
        await listening;
    }

    private Subscription[] Followed()
    {
        lock (_gate)
        {
            return [.. _followed.Select(entry => entry.Subscription)];
        }
    }

    private async ValueTask SendRepliesAsync(WebSocketOutput output, CancellationToken cancellationToken)
    {
        while (_replies.Reader.TryRead(out var reply))
        {
            await connection.TimeAsync(output.SendReplyAsync(reply, cancellationToken));
        }
    }

    /// <summary>Reads what the client says, until it says goodbye, breaks a rule, or is gone.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var (message, end) = await ReceiveAsync(buffer, cancellationToken);
                if (end is not null)
                {
                    connection.EndWith(end);
                    if (end == StreamEnd.ClientGone)
                    {
                        return;
                    }

                    continue;
                }

                if (connection.End is null)
                {
                    await _replies.Writer.WriteAsync(ReplyTo(message!), cancellationToken);
                    connection.Wake();
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            connection.EndWith(StreamEnd.ClientGone);
        }
    }

    /// <summary>The next message, or why there can be none.</summary>
    private async ValueTask<(byte[]? Message, StreamEnd? End)> ReceiveAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (null, StreamEnd.ClientGone);
            }

            // What is refused is read to the end of the connection, and not kept.
            if (connection.End is not null)
            {
                return (null, connection.End);
            }

            if (received.MessageType == WebSocketMessageType.Binary)
            {
                return (null, StreamEnd.BinaryMessage);
            }

            if (message.Length + received.Count > options.Value.MaxMessageBytes)
            {
                return (null, StreamEnd.MessageTooLarge);
            }

            message.Write(buffer.AsSpan(0, received.Count));
            if (received.EndOfMessage)
            {
                return _messages.Take(options.Value.MaxMessagesPerMinute, time.GetElapsedTime(0).Ticks).IsGranted
                    ? (message.ToArray(), null)
                    : (null, StreamEnd.TooManyMessages);
            }
        }
    }

    private StreamReply ReplyTo(byte[] message)
    {
        if (StreamCommand.Read(message, out var error) is not { } command)
        {
            return error!;
        }

        lock (_gate)
        {
            var place = _followed.FindIndex(entry => entry.Id == command.Id);
            return command.Action == StreamCommand.Subscribe ? SubscribeTo(command, place >= 0) : Unsubscribe(command, place);
        }
    }

    private StreamReply SubscribeTo(StreamCommand command, bool isTaken)
    {
        if (isTaken)
        {
            return StreamReply.Error(command.Id, "already_subscribed", "There is a subscription with this id; unsubscribe first, or take another id.");
        }

        if (_followed.Count >= options.Value.MaxSubscriptions)
        {
            return StreamReply.Error(command.Id, "too_many_subscriptions", $"A connection has at most {options.Value.MaxSubscriptions} subscriptions.");
        }

        if (command.ToQuery(holder.Required, out var error) is not { } query)
        {
            return error!;
        }

        _followed.Add((command.Id, new Subscription(query, command.Id, command.ResumeAfter)));
        return StreamReply.Ack(command.Id, command.Action);
    }

    private StreamReply Unsubscribe(StreamCommand command, int place)
    {
        if (place < 0)
        {
            return StreamReply.Error(command.Id, "not_subscribed", "There is no subscription with this id.");
        }

        _followed.RemoveAt(place);
        return StreamReply.Ack(command.Id, command.Action);
    }
}
