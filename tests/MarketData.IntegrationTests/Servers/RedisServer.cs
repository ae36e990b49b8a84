using System.Diagnostics;

namespace MarketData.IntegrationTests.Servers;

/// <summary>
/// A Redis server for the tests: the one that MARKETDATA_TEST_REDIS names, else this machine's own program, started for
/// this run. Tests share it: each takes keys of its own.
/// </summary>
public sealed class RedisServer : IAsyncLifetime
{
    private const int Attempts = 3;

    private Process? _process;

    /// <summary>In the form <c>host:port</c>, as StackExchange.Redis takes it.</summary>
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("MARKETDATA_TEST_REDIS") is { Length: > 0 } given)
        {
            ConnectionString = given;
            return;
        }

        var folder = LocalProgram.FindFolder("redis-server") ?? throw new InvalidOperationException(
            "These tests need Redis: set MARKETDATA_TEST_REDIS to host:port, or install the server (Debian: apt-get install redis-server).");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        for (var attempt = 1; ; attempt++)
        {
            var port = LocalProgram.FreePort();
            if (await StartAsync(Path.Combine(folder, "redis-server"), port))
            {
                ConnectionString = $"127.0.0.1:{port}";
                return;
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException("redis-server ended before it was ready.");
            }
        }
    }

    public Task DisposeAsync()
    {
        Stop();
        return Task.CompletedTask;
    }

    private async Task<bool> StartAsync(string program, int port)
    {
        _process = LocalProgram.Start(
            program, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"]);
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // Read on, or the server would stand still once the pipe is full.
                _ = _process.StandardOutput.ReadToEndAsync();
                _ = _process.StandardError.ReadToEndAsync();
                return true;
            }
        }

        return false;
    }

    private void Stop()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }
}

/// <summary>One Redis server for all tests that ask for it.</summary>
[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisServer>
{
    public const string Name = "Redis";
}
