using System.Diagnostics;
using System.Text.Json;

namespace MarketData.IntegrationTests.Servers;

/// <summary>A Prometheus that scrapes one service every second, from this machine's program.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-prometheus-").FullName;
    private readonly Process _process;
    private readonly HttpClient _client;

    private PrometheusServer(Uri service)
    {
        var port = LocalProgram.FreePort();
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var configuration = Path.Combine(_folder, "prometheus.yml");
        File.WriteAllText(
            configuration,
            $"global: {{scrape_interval: 1s}}\nscrape_configs: [{{job_name: marketdata, static_configs: [{{targets: ['{service.Authority}']}}]}}]\n");
        _process = LocalProgram.Start(
            Path.Combine(Folder, "prometheus"),
            [$"--config.file={configuration}", $"--storage.tsdb.path={_folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]);
    }

    /// <summary>Folder of <c>prometheus</c> and <c>promtool</c>.</summary>
    public static string Folder => LocalProgram.FindFolder("prometheus", "promtool")
        ?? throw new InvalidOperationException("Prometheus is not installed (Debian: apt-get install prometheus).");

    public static PrometheusServer Start(Uri service) => new(service);

    /// <summary>Runs <c>promtool</c> with a text as its input, and gives its exit code and what it printed.</summary>
    public static async Task<(int Code, string Output)> CheckAsync(string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, "promtool"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>The value of an expression of one series, as soon as there is one.</summary>
    public async Task<double> QueryAsync(string expression)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            _process.HasExited.ShouldBeFalse("Prometheus has ended by itself.");
            if (await TryQueryAsync(expression) is { } value)
            {
                return value;
            }

            await Task.Delay(200, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<double?> TryQueryAsync(string expression)
    {
        try
        {
            var answer = await _client.GetStringAsync("/api/v1/query?query=" + Uri.EscapeDataString(expression));
            var result = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() == 0
                ? null
                : double.Parse(result[0].GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            // It does not listen yet; the patience of the caller bounds the wait.
            return null;
        }
    }
}
