using System.Net.WebSockets;

namespace MarketData.Streaming;

/// <summary>Why the service ends a stream, and what it tells the client.</summary>
/// <param name="Code">Stable name of the reason, for programs.</param>
/// <param name="Detail">The reason in a sentence.</param>
/// <param name="MayReconnect">Whether connecting again is what to do; otherwise it would be refused.</param>
internal sealed record StreamEnd(string Code, string Detail, bool MayReconnect)
{
    public static readonly StreamEnd Shutdown = new("shutdown", "The service stops. Another replica, or the service itself in a moment, goes on.", true);

    public static readonly StreamEnd MaxDuration = new("max_duration", "The stream has reached its longest life.", true);

    public static readonly StreamEnd PlanChanged = new("plan_changed", "The plan of the key has changed.", true);

    public static readonly StreamEnd UnsupportedCurrency = new("unsupported_currency", "There is no longer a rate for the currency.", false);

    public static readonly StreamEnd KeyRevoked = new("key_revoked", "The key was revoked.", false);

    public static readonly StreamEnd KeyExpired = new("key_expired", "The time of the key is over.", false);

    public static readonly StreamEnd ScopeMissing = new("scope_missing", "The key no longer has the scope stream.", false);

    /// <summary>The client took nothing for too long; it is not told, since it would not take that either.</summary>
    public static readonly StreamEnd TooSlow = new("too_slow", "Nothing of what was sent was taken.", true);

    public static readonly StreamEnd BinaryMessage = new("binary_message", "Messages are texts.", false) { CloseStatus = WebSocketCloseStatus.InvalidMessageType };

    public static readonly StreamEnd MessageTooLarge = new("message_too_large", "The message is larger than the service takes.", false) { CloseStatus = WebSocketCloseStatus.MessageTooBig };

    public static readonly StreamEnd TooManyMessages = new("too_many_messages", "The messages of this minute are used up.", false);

    /// <summary>The client has closed the connection, or it broke.</summary>
    public static readonly StreamEnd ClientGone = new("client_gone", "The client has gone.", true) { CloseStatus = WebSocketCloseStatus.NormalClosure };

    /// <summary>What a WebSocket is closed with.</summary>
    public WebSocketCloseStatus CloseStatus { get; private init; } = MayReconnect ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.PolicyViolation;
}
