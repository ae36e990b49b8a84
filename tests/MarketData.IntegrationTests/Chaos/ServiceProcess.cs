using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Chaos;

/// <summary>The built service as a process of its own, to be killed and started again over one database.</summary>
internal sealed class ServiceProcess(FakeUpstream upstream, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{LocalProgram.FreePort()}") };
    private Process? _process;
    private string? _key;

    /// <summary>Where it listens.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>Number of the running process.</summary>
    public int Id => _process!.Id;

    public void Start()
    {
        _process = Process.Start(StartOf())!;

        // Read, or the service would stand still once the pipe is full.
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until it answers that it is ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReadyAsync(patience.Token))
        {
            _process!.HasExited.ShouldBeFalse("The service has ended by itself.");
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>Sends a signal, such as <c>-TERM</c>.</summary>
    public Task SignalAsync(string signal) => LocalProgram.RunAsync("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Waits until it has ended, and gives its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(patience.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    /// <summary>Runs a command of the program with the same settings, and gives its exit code and output.</summary>
    public async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(StartOf(arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    /// <summary>Ends it as a power failure would: it is told nothing (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Its connections stay, and it does nothing.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Asks for a backfill as soon as the service is ready, and gives its number.</summary>
    public async Task<long> CreateBackfillAsync(string body)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/admin/backfills");
                request.Headers.Add("X-Api-Key", _key ??= await CreateKeyAsync());
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await _client.SendAsync(request, patience.Token);
                var text = await response.Content.ReadAsStringAsync(patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return JsonDocument.Parse(text).RootElement.GetProperty("id").GetInt64();
                }

                // 401: it has not read the new key yet.
                ((int)response.StatusCode).ShouldBeOneOf(401, 503, 500);
            }
            catch (HttpRequestException)
            {
                // Nobody listens there yet; the patience above bounds the wait.
                _process!.HasExited.ShouldBeFalse("The service has ended by itself.");
            }

            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>A key as an operator makes it: by the command line, beside the running service.</summary>
    private async Task<string> CreateKeyAsync()
    {
        using var process = Process.Start(StartOf("keys", "create", "--name", "chaos", "--scopes", "admin"))!;
        var errors = process.StandardError.ReadToEndAsync();
        var key = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return key.Trim();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync("/health/ready", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private ProcessStartInfo StartOf(params string[] arguments)
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        var folder = RepositoryRoot.PathOf(Path.Combine("artifacts", "bin", "MarketData", configuration));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "MarketData.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = _client.BaseAddress!.ToString(),
            ["Database__CommandTimeout"] = "00:00:05",
            ["History__Retention__FiveMinutes"] = "00:00:00",
            ["Ingestion__Sources__CoinGecko__Enabled"] = "true",
            ["Ingestion__Sources__CoinGecko__BaseUrl"] = upstream.CoinGeckoUrl,
            ["Ingestion__Sources__Binance__Enabled"] = "true",
            ["Ingestion__Sources__Binance__BaseUrl"] = upstream.BaseUrl,
            ["Ingestion__Sources__Binance__RequestsPerMinute"] = "0",
        }.Concat(settings))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
    }
}
