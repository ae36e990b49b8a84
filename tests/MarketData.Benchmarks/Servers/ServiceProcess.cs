using System.Diagnostics;
using MarketData.IntegrationTests.Servers;

namespace MarketData.Benchmarks.Servers;

/// <summary>The service as a process of its own over a database, which no source adds to: its processor time and memory are nobody else's.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    public int Id => _process.Id;

    public static async Task<ServiceProcess> StartAsync(BenchmarkDatabase database)
    {
        var address = new Uri($"http://127.0.0.1:{LocalProgram.FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MarketData.dll")])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["ConnectionStrings__Postgres"] = database.ConnectionString,
                ["Logging__LogLevel__Default"] = "Critical",

                // In Production nobody reads without a key, and the limits are not what is measured.
                ["Access__Anonymous"] = "true",
                ["Access__Plans__anonymous__RequestsPerMinute"] = "0",

                // A live source that is never reached: the sample market would poll beside what is measured.
                ["Ingestion__Sources__CoinGecko__Enabled"] = "true",
                ["Ingestion__Sources__CoinGecko__BaseUrl"] = "http://127.0.0.1:9/api/v3",
                ["Ingestion__Sources__CoinGecko__Interval"] = "1.00:00:00",
            },
        };
        var service = new ServiceProcess(Process.Start(start)!, new HttpClient { BaseAddress = address });
        service._process.OutputDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        service._process.BeginOutputReadLine();
        await service.WaitUntilReadyAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        var deadline = Stopwatch.GetTimestamp() + (120 * Stopwatch.Frequency);
        while (true)
        {
            try
            {
                using var response = await Client.GetAsync("/health/live");
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited && Stopwatch.GetTimestamp() < deadline)
            {
                // It does not listen yet.
                await Task.Delay(100);
            }
        }
    }
}
