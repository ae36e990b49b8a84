using System.Text.Json;
using System.Threading.Channels;
using MarketData.Caching;
using MarketData.Snapshots;
using StackExchange.Redis;

namespace MarketData.Replicas;

/// <summary>
/// Hands what a snapshot is built from to the followers over Redis: the leader puts it there and tells them. Where there is no Redis, or
/// it does not answer, or what is there cannot be read, nothing is found, and a follower reads the database.
/// </summary>
/// <remarks>
/// In parts, since all calls of a process share a connection: one of megabytes would hold up those of requests beyond their time. The keys
/// have one tag, and stay the same: a reader that comes between two snapshots finds a sum that is wrong. They have the build in them, so
/// that no release reads what another wrote.
/// </remarks>
internal sealed partial class SnapshotBroadcast(RedisConnection redis, ReplicaMetrics metrics, ILogger<SnapshotBroadcast> logger) : BackgroundService
{
    private const int PartBytes = 256 << 10;

    /// <summary>64 MB: several times a market of 100,000 assets.</summary>
    private const int MostParts = 256;

    /// <summary>A follower that is away for longer reads the database.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly Channel<SnapshotPacket> _toSend = Channel.CreateBounded<SnapshotPacket>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly string _keys = $"{redis.KeyPrefix}:{{snapshot}}:{typeof(SnapshotBroadcast).Module.ModuleVersionId.ToString("N")[..12]}";
    private readonly string _channel = $"{redis.KeyPrefix}:{{snapshot}}:published";

    /// <summary>Whether there is a Redis to hand it over by.</summary>
    public bool IsOn => redis.IsConfigured;

    /// <summary>Sends what has been published. Who publishes does not wait; of two that wait the newer is sent.</summary>
    public void Send(SnapshotPacket packet) => _toSend.Writer.TryWrite(packet);

    /// <summary>Puts it into Redis and tells the followers; false if Redis did not answer.</summary>
    public async Task<bool> PutAsync(SnapshotPacket packet, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(packet, SnapshotPacketContext.Default.SnapshotPacket);
        var until = packet.Stamp.BuiltAt + KeptFor;
        var bytes = CacheEntryCodec.Encode(new CacheEntry(new CachedAnswer(json, null, null), packet.Stamp.Version, packet.Stamp.BuiltAt, until, until));
        var parts = bytes.Chunk(PartBytes).ToList();
        if (parts.Count > MostParts)
        {
            Log.TooLarge(logger, bytes.Length);
            metrics.Packet("too_large");
            return false;
        }

        var isSent = true;
        for (var number = 0; number < parts.Count && isSent; number++)
        {
            var part = parts[number];
            var key = PartKey(number);
            isSent = (await redis.TryAsync("snapshot_put", database => database.StringSetAsync(key, part, KeptFor), cancellationToken)).Answered;
        }

        isSent = isSent
            && (await redis.TryAsync("snapshot_put", database => database.StringSetAsync(_keys, parts.Count, KeptFor), cancellationToken)).Answered
            && (await redis.TryAsync("snapshot_tell", database => database.PublishAsync(new RedisChannel(_channel, RedisChannel.PatternMode.Literal), packet.Stamp.Version), cancellationToken)).Answered;
        metrics.Packet(isSent ? "sent" : "not_sent");
        return isSent;
    }

    /// <summary>What a snapshot is built from; null if it is not there, or not whole, or not of that snapshot.</summary>
    public async Task<SnapshotPacket?> FindAsync(SnapshotStamp stamp, CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            return null;
        }

        var (outcome, packet) = await ReadAsync(stamp, cancellationToken);
        metrics.Packet(outcome);
        return packet;
    }

    /// <summary>Has a callback called whenever a leader has published. Throws if Redis cannot be listened to.</summary>
    public Task SubscribeAsync(Action published, CancellationToken cancellationToken) =>
        redis.SubscribeAsync(_channel, _ => published(), cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var packet in _toSend.Reader.ReadAllAsync(stoppingToken))
        {
            await PutAsync(packet, stoppingToken);
        }
    }

    private async Task<(string Outcome, SnapshotPacket? Packet)> ReadAsync(SnapshotStamp stamp, CancellationToken cancellationToken)
    {
        var count = await redis.TryAsync("snapshot_get", database => database.StringGetAsync(_keys), cancellationToken);
        if (!count.Value.TryParse(out int parts))
        {
            return ("missing", null);
        }

        if (parts is < 1 or > MostParts)
        {
            return ("unreadable", null);
        }

        using var bytes = new MemoryStream(parts * PartBytes);
        for (var number = 0; number < parts; number++)
        {
            var key = PartKey(number);
            var part = await redis.TryAsync("snapshot_get", database => database.StringGetAsync(key), cancellationToken);
            if (part.Value.IsNull)
            {
                return ("missing", null);
            }

            await bytes.WriteAsync((byte[])part.Value!, cancellationToken);
        }

        if (CacheEntryCodec.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is not { } entry)
        {
            return ("unreadable", null);
        }

        if (entry.DataVersion != stamp.Version)
        {
            return ("other_version", null);
        }

        try
        {
            return JsonSerializer.Deserialize(entry.Answer.Body.Span, SnapshotPacketContext.Default.SnapshotPacket) is { } packet
                ? ("taken", packet)
                : ("unreadable", null);
        }
        catch (JsonException exception)
        {
            Log.Unreadable(logger, exception);
            return ("unreadable", null);
        }
    }

    private RedisKey PartKey(int number) => $"{_keys}:{number}";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What the snapshot is built from takes {Bytes} bytes, more than is handed over by Redis; followers read the database")]
        public static partial void TooLarge(ILogger logger, int bytes);

        [LoggerMessage(2, LogLevel.Warning, "What the leader put into Redis cannot be read; the database is read instead")]
        public static partial void Unreadable(ILogger logger, Exception exception);
    }
}
