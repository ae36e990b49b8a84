using MarketData.Caching;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MarketData.Hosting.Doctor;

/// <summary>Whether Redis, if there is to be one, answers within the time that requests wait for it, and keeps within a bound.</summary>
internal sealed class RedisCheck(IConfiguration configuration, IOptions<RedisOptions> options) : IDoctorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public string Name => "redis";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString("Redis") is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return [new Finding(Name, Verdict.Ok, "not set: each instance caches and counts for itself")];
        }

        var timeout = options.Value.Timeout;

        // What the library calls administration includes asking how the server is.
        var settings = ConfigurationOptions.Parse("connectTimeout=2000,allowAdmin=true," + text);
        try
        {
            // The library resolves names and opens sockets before it first gives way.
            using var connection = await Task.Run(() => ConnectionMultiplexer.ConnectAsync(settings), cancellationToken).WaitAsync(Patience, cancellationToken);
            var database = connection.GetDatabase();
            await database.PingAsync().WaitAsync(Patience, cancellationToken);
            var latency = await database.PingAsync().WaitAsync(Patience, cancellationToken);
            return
            [
                latency < timeout / 2
                    ? new Finding(Name, Verdict.Ok, $"answers in {latency.TotalMilliseconds:0.0} ms")
                    : new Finding(Name, Verdict.Warn, $"answers in {latency.TotalMilliseconds:0.0} ms, of the {timeout.TotalMilliseconds:0} ms that a request waits", "Run it nearer, or raise Redis:Timeout: beyond it requests go on without."),
                .. await ExamineMemoryAsync(connection, cancellationToken),
            ];
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return [new Finding(Name, Verdict.Fail, $"does not answer: {exception.GetType().Name}", "Check that it runs, and host, port and password in ConnectionStrings:Redis. The service goes on without it, each instance for itself.")];
        }
    }

    private async Task<IEnumerable<Finding>> ExamineMemoryAsync(ConnectionMultiplexer connection, CancellationToken cancellationToken)
    {
        const string Advice = "Set maxmemory (256mb) and maxmemory-policy allkeys-lru: everything in it can be made anew.";
        try
        {
            var sections = await connection.GetServer(connection.GetEndPoints()[0]).InfoAsync("memory").WaitAsync(Patience, cancellationToken);
            var info = sections.SelectMany(section => section).ToDictionary(line => line.Key, line => line.Value);
            return info.GetValueOrDefault("maxmemory") == "0" ? [new Finding(Name, Verdict.Warn, "may take all memory of its machine", Advice)]
                : info.GetValueOrDefault("maxmemory_policy") == "noeviction" ? [new Finding(Name, Verdict.Warn, "takes no more writes once it is full", Advice)]
                : [];
        }
        catch (RedisServerException)
        {
            // Its user may not ask: a service that rents it out says so.
            return [];
        }
    }
}
