using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using MarketData.Caching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Caching;

/// <summary>The cache of one process, and what its metrics say.</summary>
internal sealed class CacheRig : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, string Outcome)> _measured = [];
    private readonly TimeProvider _time;

    /// <summary>Without a connection string the cache has its memory alone.</summary>
    public CacheRig(string redis = "", RedisOptions? redisOptions = null, CacheOptions? options = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => _measured.Enqueue((instrument.Name, OutcomeOf(tags))));
        _listener.Start();

        var metrics = new CacheMetrics(meters);
        var cacheOptions = Options.Create(options ?? new CacheOptions());
        Redis = new RedisConnection(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Redis", redis)]).Build(),
            Options.Create(redisOptions ?? new RedisOptions()),
            metrics,
            _time,
            NullLogger<RedisConnection>.Instance);
        Worker = new DataVersionWorker(Version, Redis, _time, NullLogger<DataVersionWorker>.Instance);
        Cache = new ReadThroughCache(
            new SharedLayer(Redis, cacheOptions, metrics, _time), Version, cacheOptions, metrics, _time, NullLogger<ReadThroughCache>.Instance);
    }

    public RedisConnection Redis { get; }

    public DataVersion Version { get; } = new();

    public DataVersionWorker Worker { get; }

    public ReadThroughCache Cache { get; }

    /// <summary>What became of each call of Redis, in order.</summary>
    public IReadOnlyList<string> RedisOutcomes => OutcomesOf("marketdata.redis.calls");

    public IReadOnlyList<string> OutcomesOf(string instrument) =>
        [.. _measured.Where(measured => measured.Instrument == instrument).Select(measured => measured.Outcome)];

    public void ForgetOutcomes() => _measured.Clear();

    /// <summary>Whether Redis answers one call.</summary>
    public async Task<bool> PingAsync() =>
        (await Redis.TryAsync("ping", database => database.StringGetAsync("nothing"), CancellationToken.None)).Answered;

    /// <summary>Calls until Redis answers; fails the test if it does not in half a minute.</summary>
    public async Task WaitUntilAnsweredAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await PingAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    /// <summary>Asks the cache for an answer, which is read by <paramref name="load"/>; gives its text, with a star if it is stale.</summary>
    public async Task<string> GetAsync(Func<CancellationToken, Task<string>> load, string key = "key", CancellationToken cancellationToken = default)
    {
        var result = await Cache.GetOrCreateAsync(key, async token => Loaded(await load(token)), cancellationToken);
        return Encoding.UTF8.GetString(result.Entry.Answer.Body.Span) + (result.IsStale ? "*" : "");
    }

    public Task<string> GetAsync(string text, string key = "key") => GetAsync(_ => Task.FromResult(text), key);

    /// <summary>An answer that is fresh for a minute; empty if its text is.</summary>
    private LoadedAnswer Loaded(string text) =>
        new(new CachedAnswer(Encoding.UTF8.GetBytes(text), 0, null), _time.GetUtcNow().AddMinutes(1), text.Length == 0);

    public void Dispose()
    {
        Worker.Dispose();
        Redis.Dispose();
        _listener.Dispose();
        _services.Dispose();
    }

    private static string OutcomeOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "outcome")
            {
                return (string)value!;
            }
        }

        return "";
    }
}
