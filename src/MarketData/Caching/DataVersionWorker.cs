using StackExchange.Redis;

namespace MarketData.Caching;

/// <summary>
/// Tells the other replicas over Redis that data was stored, and hears of what they stored: by messages, and by a look at the counter
/// every second for those that were lost.
/// </summary>
internal sealed partial class DataVersionWorker(DataVersion version, RedisConnection redis, TimeProvider time, ILogger<DataVersionWorker> logger)
    : BackgroundService
{
    /// <summary>Also how soon what could not be told is told again.</summary>
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Raises the counter by one, or to our version where the counter was lost, and tells it.</summary>
    private const string RaiseAndTell = """
        local version = math.max(tonumber(redis.call('GET', KEYS[1]) or '0') + 1, tonumber(ARGV[1]))
        redis.call('SET', KEYS[1], version)
        redis.call('PUBLISH', ARGV[2], version)
        return version
        """;

    private readonly CacheKeys _keys = new(redis.KeyPrefix);
    private bool _listens;

    /// <summary>Tells a version; false if Redis did not answer.</summary>
    public async Task<bool> TellAsync(long newVersion, CancellationToken cancellationToken)
    {
        var reply = await redis.TryAsync(
            "version_tell", database => database.ScriptEvaluateAsync(RaiseAndTell, [_keys.DataVersion], [newVersion, _keys.DataVersions]), cancellationToken);
        if (reply.Answered)
        {
            version.Heard((long)reply.Value!);
        }

        return reply.Answered;
    }

    /// <summary>Looks at the counter, and begins to listen if that has not succeeded yet.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var reply = await redis.TryAsync("version_check", database => database.StringGetAsync(_keys.DataVersion), cancellationToken);
        if (!reply.Answered)
        {
            return;
        }

        Hear(reply.Value);
        if (!_listens)
        {
            try
            {
                await redis.SubscribeAsync(_keys.DataVersions, Hear, cancellationToken);
                _listens = true;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.CannotListen(logger, exception);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        redis.IsConfigured ? Task.WhenAll(TellAllAsync(stoppingToken), CheckAllAsync(stoppingToken)) : Task.CompletedTask;

    private async Task TellAllAsync(CancellationToken stoppingToken)
    {
        await foreach (var newVersion in version.ToTell.ReadAllAsync(stoppingToken))
        {
            // The newer one that may have come in the meantime is told next.
            while (!await TellAsync(newVersion, stoppingToken))
            {
                await Task.Delay(CheckPeriod, time, stoppingToken);
            }
        }
    }

    private async Task CheckAllAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckPeriod, time);
        do
        {
            await CheckAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Hear(RedisValue told)
    {
        if (told.TryParse(out long newVersion))
        {
            version.Heard(newVersion);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Messages of other replicas cannot be listened to yet; their changes are seen within a second instead")]
        public static partial void CannotListen(ILogger logger, Exception exception);
    }
}
