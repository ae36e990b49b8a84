using System.Diagnostics;
using System.Globalization;

namespace MarketData.IntegrationTests.Servers;

/// <summary>A Redis server of this machine's program, which a test can kill, freeze and start again on the same port.</summary>
internal sealed class LocalRedis : IDisposable
{
    private const int Attempts = 3;

    private readonly string _program;
    private readonly int _port;
    private readonly string[] _options;
    private Process? _process;

    private LocalRedis(string program, int port, string[] options)
    {
        (_program, _port, _options) = (program, port, options);

        // A run that is broken off must not leave its server behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
    }

    /// <summary>In the form <c>host:port</c>, as StackExchange.Redis takes it.</summary>
    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <param name="options">Settings beside the usual ones, as the server's command line takes them.</param>
    public static async Task<LocalRedis> StartAsync(params string[] options)
    {
        var folder = LocalProgram.FindFolder("redis-server") ?? throw new InvalidOperationException(
            "These tests need Redis: set MARKETDATA_TEST_REDIS to host:port, or install the server (Debian: apt-get install redis-server).");
        for (var attempt = 1; ; attempt++)
        {
            var server = new LocalRedis(Path.Combine(folder, "redis-server"), LocalProgram.FreePort(), options);
            try
            {
                await server.RunAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Another process took the port in the meantime.
            }
        }
    }

    /// <summary>Starts it again, empty, where it was.</summary>
    public async Task RunAsync()
    {
        _process = LocalProgram.Start(
            _program, ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", .. _options]);
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // Read on, or the server would stand still once the pipe is full.
                _ = _process.StandardOutput.ReadToEndAsync();
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("redis-server ended before it was ready.");
    }

    /// <summary>Ends it without a word to its clients.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>Its connections stay, and nothing is answered.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    public void Dispose() => Kill();

    private Task SignalAsync(string signal) =>
        LocalProgram.RunAsync("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
}
