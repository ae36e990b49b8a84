using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MarketData.Caching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketData.IntegrationTests.Caching;

/// <summary>A connection to Redis and what its metrics say of it.</summary>
internal sealed class RedisRig : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();

    public RedisRig(string connectionString, RedisOptions? options = null)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name == "marketdata.redis.calls")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Outcomes.Enqueue(Tag(tags, "outcome")));
        _listener.Start();
        Metrics = new CacheMetrics(meters);
        Connection = new RedisConnection(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Redis", connectionString)]).Build(),
            Options.Create(options ?? new RedisOptions()),
            Metrics,
            TimeProvider.System,
            NullLogger<RedisConnection>.Instance);
    }

    public RedisConnection Connection { get; }

    public CacheMetrics Metrics { get; }

    /// <summary>What became of each call, in order.</summary>
    public ConcurrentQueue<string> Outcomes { get; } = [];

    /// <summary>Whether Redis answers one call.</summary>
    public async Task<bool> PingAsync() =>
        (await Connection.TryAsync("ping", database => database.StringGetAsync("nothing"), CancellationToken.None)).Answered;

    /// <summary>Calls until Redis answers; fails the test if it does not in half a minute.</summary>
    public async Task WaitUntilAnsweredAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await PingAsync())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _listener.Dispose();
        _services.Dispose();
    }

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
            {
                return (string)value!;
            }
        }

        return "";
    }
}
