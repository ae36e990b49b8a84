using System.Diagnostics;
using System.Text;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Telemetry;

/// <summary>The built service as a process of its own, polling <see cref="FakeUpstream"/>: its meters, its spans and its console are nobody else's.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-running-").FullName;
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private RunningService(FakeUpstream upstream, IReadOnlyDictionary<string, string> settings, int? secondPort)
    {
        Upstream = upstream;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{LocalProgram.FreePort()}") };
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        var programs = RepositoryRoot.PathOf(Path.Combine("artifacts", "bin", "MarketData", configuration));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(programs, "MarketData.dll")])
        {
            WorkingDirectory = programs,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var usual = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = secondPort is null ? $"{Client.BaseAddress}" : $"{Client.BaseAddress};http://127.0.0.1:{secondPort}",
            ["Access__Anonymous"] = "true",
            ["Access__Plans__anonymous__RequestsPerMinute"] = "0",
            ["Database__SqlitePath"] = Path.Combine(_folder, "marketdata.db"),
            ["Ingestion__Sources__CoinGecko__Enabled"] = "true",
            ["Ingestion__Sources__CoinGecko__BaseUrl"] = upstream.CoinGeckoUrl,
        };
        foreach (var (name, value) in usual.Concat(settings))
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; }

    /// <summary>The provider that it polls.</summary>
    public FakeUpstream Upstream { get; }

    /// <summary>What it has written to its console so far, a line each.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">Settings beside the usual ones, as in the environment.</param>
    /// <param name="secondPort">Another port that it listens at.</param>
    public static async Task<RunningService> StartAsync(IReadOnlyDictionary<string, string>? settings = null, int? secondPort = null)
    {
        var service = new RunningService(await FakeUpstream.StartAsync(), settings ?? new Dictionary<string, string>(), secondPort);
        await service.UntilAsync(service.IsReadyAsync, "ready");
        return service;
    }

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            _process.HasExited.ShouldBeFalse($"The service has ended by itself:\n{Output}");
            patience.IsCancellationRequested.ShouldBeFalse($"It was never {what}. Its output:\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Puts something that is no database in the place of the service's file.</summary>
    public void BreakDatabase()
    {
        foreach (var file in Directory.GetFiles(_folder))
        {
            File.WriteAllText(file, "no database");
        }
    }

    /// <summary>Asks it to end, waits until it has, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await LocalProgram.RunAsync("kill", ["-TERM", $"{_process.Id}"]);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Client.Dispose();
        await Upstream.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Client.GetAsync("/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.Append(line).Append(line is null ? "" : "\n");
        }
    }
}
