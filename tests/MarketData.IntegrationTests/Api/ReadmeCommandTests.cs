using System.Diagnostics;
using System.Net;
using System.Text.Json;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Api;

/// <summary>The README's ways to start the service, as it writes them: on the build that is tested, and on a free port.</summary>
public sealed class ReadmeCommandTests
{
    [Theory]
    [InlineData("", "sample")]
    [InlineData("Ingestion__Sources__CoinPaprika__Enabled", "coinpaprika")]
    [InlineData("Ingestion__Sources__CoinGecko__Enabled", "coingecko")]
    public async Task DotnetRun_AsTheReadmeSays_GivesPricesOfTheSource(string setting, string source)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        (await File.ReadAllTextAsync(RepositoryRoot.PathOf("README.md")))
            .ShouldContain(setting.Length == 0 ? "dotnet run --project src/MarketData" : $"{setting}=true dotnet run --project src/MarketData");
        var folder = Directory.CreateTempSubdirectory("marketdata-readme-").FullName;
        var address = $"http://127.0.0.1:{LocalProgram.FreePort()}";
        using var service = Start(address, folder, upstream, setting);
        try
        {
            var price = await WaitForPriceAsync(service, address);

            price.GetProperty("sources").EnumerateArray().Select(name => name.GetString()).ShouldBe([source]);
            price.GetProperty("price").GetDecimal().ShouldBeGreaterThan(0);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string address, string folder, FakeUpstream upstream, string setting)
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var start = new ProcessStartInfo(
            "dotnet", ["run", "--project", "src/MarketData", "--no-build", "--configuration", configuration, "--", "--urls", address])
        {
            WorkingDirectory = RepositoryRoot.PathOf(""),
        };
        start.Environment["Database__SqlitePath"] = Path.Combine(folder, "marketdata.db");
        start.Environment["Ingestion__Sources__CoinGecko__BaseUrl"] = upstream.CoinGeckoUrl;
        start.Environment["Ingestion__Sources__CoinPaprika__BaseUrl"] = upstream.BaseUrl;
        if (setting.Length > 0)
        {
            start.Environment[setting] = "true";
        }

        return Process.Start(start)!;
    }

    private static async Task<JsonElement> WaitForPriceAsync(Process service, string address)
    {
        using var client = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            service.HasExited.ShouldBeFalse("The service has ended by itself.");
            try
            {
                using var response = await client.GetAsync($"{address}/v1/price/bitcoin", patience.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return JsonDocument.Parse(await response.Content.ReadAsStringAsync(patience.Token)).RootElement;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens there yet; the patience above bounds the wait.
            }

            await Task.Delay(100, patience.Token);
        }
    }
}
