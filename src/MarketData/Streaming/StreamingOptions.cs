using Microsoft.Extensions.Options;

namespace MarketData.Streaming;

/// <summary>Settings of streams, section <c>Streaming</c>. A WebSocket with all its subscriptions counts as one stream.</summary>
public sealed class StreamingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Streaming";

    /// <summary>Streams that are open at once; one more is refused with 503. Default 6,000; 1 to 1,000,000. Keep it below <c>Server:MaxConnections</c>.</summary>
    public int MaxStreams { get; set; } = 6_000;

    /// <summary>Streams of one key or token that are open at once; one more is refused with 429. Default 100; 1 to 1,000,000.</summary>
    public int MaxPerKey { get; set; } = 100;

    /// <summary>
    /// Streams of one client address (of IPv6, one network of 64 bits) that are open at once, with whatever keys; one more is refused
    /// with 429. Default 200; 1 to 1,000,000. Behind a proxy that is not in <c>Server:TrustedProxies</c> all clients have its address.
    /// </summary>
    public int MaxPerAddress { get; set; } = 200;

    /// <summary>
    /// Changes of assets that are remembered, 12 bytes each, for readers that come back and for slow ones. Whoever lacks more is given
    /// everything anew. Default 400,000; 0 to 100,000,000. The changes of the newest snapshot are kept in any case, those of the
    /// thousandth before it in none.
    /// </summary>
    public int ReplayChanges { get; set; } = 400_000;

    /// <summary>
    /// Longest time in which nothing is sent: then a comment goes over an SSE stream, and a ping over a WebSocket, whose client must
    /// answer within the same time. Default 15 seconds; 1 second to 10 minutes. Keep it below the read timeout of proxies.
    /// </summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader may take nothing of what is sent before its stream is ended. Default 1 minute; 1 second to 1 hour.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Longest life of a stream: then its client is told to connect again, and its credential is checked anew. This bounds how long a
    /// bearer token is good for after its end. Default 1 hour; 1 minute to 7 days.
    /// </summary>
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a shutdown waits for streams to take their farewell; then their connections are cut. Default 5 seconds; 0 to 1 minute.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Subscriptions on one WebSocket. Default 20; 1 to 1,000.</summary>
    public int MaxSubscriptions { get; set; } = 20;

    /// <summary>Largest message that a WebSocket client may send; a larger one ends its connection. Default 32 KiB; 1 KiB to 1 MiB.</summary>
    public int MaxMessageBytes { get; set; } = 32 * 1024;

    /// <summary>Messages that a WebSocket client may send in a minute, all of which may come at once; one more ends its connection. Default 120; 1 to 100,000.</summary>
    public int MaxMessagesPerMinute { get; set; } = 120;
}

internal sealed class StreamingOptionsValidator : IValidateOptions<StreamingOptions>
{
    private const int MostStreams = 1_000_000;

    public ValidateOptionsResult Validate(string? name, StreamingOptions options)
    {
        var problems = new List<string>();
        RequireWithin(nameof(options.MaxStreams), options.MaxStreams, 1, MostStreams);
        RequireWithin(nameof(options.MaxPerKey), options.MaxPerKey, 1, MostStreams);
        RequireWithin(nameof(options.MaxPerAddress), options.MaxPerAddress, 1, MostStreams);
        RequireWithin(nameof(options.ReplayChanges), options.ReplayChanges, 0, 100_000_000);
        RequireWithin(nameof(options.MaxSubscriptions), options.MaxSubscriptions, 1, 1_000);
        RequireWithin(nameof(options.MaxMessageBytes), options.MaxMessageBytes, 1024, 1024 * 1024);
        RequireWithin(nameof(options.MaxMessagesPerMinute), options.MaxMessagesPerMinute, 1, 100_000);
        RequireTime(nameof(options.Heartbeat), options.Heartbeat, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        RequireTime(nameof(options.WriteTimeout), options.WriteTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        RequireTime(nameof(options.MaxDuration), options.MaxDuration, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        RequireTime(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void RequireWithin(string setting, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                problems.Add($"Streaming:{setting} is {value}; set it from {least} to {most}.");
            }
        }

        void RequireTime(string setting, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                problems.Add($"Streaming:{setting} is {value}; set it from {least} to {most}.");
            }
        }
    }
}
