using MarketData.Hosting.Telemetry;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MarketData.Caching;

/// <summary>What Redis answered to a call.</summary>
/// <param name="Answered">Whether it answered at all; false if there is no Redis, it is away, frozen or refuses the command.</param>
/// <param name="Value">The answer; meaningless if there is none.</param>
internal readonly record struct RedisReply<T>(bool Answered, T? Value);

/// <summary>
/// The connection to Redis. Nothing depends on it: every call ends within <see cref="RedisOptions.Timeout"/>, none throws but for its
/// caller's cancellation, and while Redis does not answer, calls end at once. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The connection is made by the first call and kept by the client library, which connects again by itself. The library has no timeout
/// of its own for asynchronous calls, or notices one only at its heartbeat of a second; hence the bound here. A call that is given up
/// may still take effect.
/// </remarks>
internal sealed partial class RedisConnection : IDisposable
{
    // Before the operator's string, so that what it says stands. A server that is away is tried again after the timeout of connecting.
    private const string Defaults = "connectTimeout=1000,name=marketdata,";

    private readonly Lock _gate = new();
    private readonly string? _connectionString;
    private readonly RedisOptions _options;
    private readonly Circuit _circuit;
    private readonly CacheMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Task<ConnectionMultiplexer>? _connecting;

    public RedisConnection(
        IConfiguration configuration, IOptions<RedisOptions> options, CacheMetrics metrics, TimeProvider time, ILogger<RedisConnection> logger)
    {
        (_options, _metrics, _time, _logger) = (options.Value, metrics, time, logger);
        _connectionString = configuration.GetConnectionString("Redis") is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        _circuit = new Circuit(_options.FailuresThatOpen, _options.Pause, time);
        if (IsConfigured)
        {
            metrics.ObserveCircuit(() => IsLeftAlone);
        }
    }

    /// <summary>Whether there is a Redis to be asked.</summary>
    public bool IsConfigured => _connectionString is not null;

    /// <summary>Whether Redis is left alone, because it did not answer.</summary>
    public bool IsLeftAlone => _circuit.IsOpen;

    /// <summary>First part of every key and channel.</summary>
    public string KeyPrefix => _options.KeyPrefix;

    /// <summary>Asks Redis. <paramref name="operation"/> names the call in the metrics: one of a few constants.</summary>
    public async ValueTask<RedisReply<T>> TryAsync<T>(string operation, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        if (!IsConfigured)
        {
            return default;
        }

        if (!_circuit.TryEnter())
        {
            _metrics.RedisCalled(operation, "circuit_open");
            return default;
        }

        using var span = Spans.Redis(operation);
        var startedAt = _time.GetTimestamp();
        try
        {
            var connection = await BoundAsync(ConnectAsync(), startedAt, cancellationToken);
            var value = await BoundAsync(command(connection.GetDatabase()), startedAt, cancellationToken);
            Answered(operation, "answered", startedAt);
            return new RedisReply<T>(true, value);
        }
        catch (RedisServerException exception)
        {
            // It answers, if only to refuse: a command that it does not take must not close the others out.
            Answered(operation, "refused", startedAt);
            Log.Refused(_logger, exception, operation);
            return default;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            span.Fail(exception.GetType().Name);
            _metrics.RedisCalled(operation, exception is TimeoutException ? "timeout" : "failed", _time.GetElapsedTime(startedAt));
            if (_circuit.Failed())
            {
                Log.LeftAlone(_logger, exception, _options.Pause);
            }

            return default;
        }
    }

    /// <summary>
    /// Has a channel's messages handed over as long as the service runs. Those that are sent while the connection is broken are lost.
    /// Throws if no connection can be made.
    /// </summary>
    public async Task SubscribeAsync(string channel, Action<RedisValue> handler, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync().WaitAsync(cancellationToken);
        await connection.GetSubscriber()
            .SubscribeAsync(new RedisChannel(channel, RedisChannel.PatternMode.Literal), (_, message) => handler(message))
            .WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (_connecting is { IsCompletedSuccessfully: true } connected)
        {
            connected.Result.Close(allowCommandsToComplete: false);
        }
    }

    /// <summary>The connection, which may be broken; one that could not even be set up is tried anew.</summary>
    private Task<ConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            if (_connecting is not { IsFaulted: false })
            {
                var options = ConfigurationOptions.Parse(Defaults + _connectionString);
                options.AbortOnConnectFail = false;

                // The library resolves names and opens sockets before it first gives way.
                _connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(options));
            }

            return _connecting;
        }
    }

    private async Task<T> BoundAsync<T>(Task<T> task, long startedAt, CancellationToken cancellationToken)
    {
        var left = _options.Timeout - _time.GetElapsedTime(startedAt);
        var value = await task.WithinAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellationToken);

        // The library completes calls one after another on one thread: what follows must not hold up the next.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return value;
    }

    private void Answered(string operation, string outcome, long startedAt)
    {
        _metrics.RedisCalled(operation, outcome, _time.GetElapsedTime(startedAt));
        if (_circuit.Succeeded())
        {
            Log.AnswersAgain(_logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis does not answer; it is left alone and tried again every {Pause}")]
        public static partial void LeftAlone(ILogger logger, Exception exception, TimeSpan pause);

        [LoggerMessage(2, LogLevel.Information, "Redis answers again")]
        public static partial void AnswersAgain(ILogger logger);

        [LoggerMessage(3, LogLevel.Debug, "Redis refused {Operation}")]
        public static partial void Refused(ILogger logger, Exception exception, string operation);
    }
}
