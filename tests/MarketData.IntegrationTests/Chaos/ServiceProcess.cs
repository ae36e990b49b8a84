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

    /// <summary>Number of the running process.</summary>
    public int Id => _process!.Id;

    public void Start()
    {
        var start = StartOf();
        _process = Process.Start(start)!;

        // Read, or the service would stand still once the pipe is full.
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
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

    private Task SignalAsync(string signal) => LocalProgram.RunAsync("kill", [signal, Id.ToString(CultureInfo.InvariantCulture)]);

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
