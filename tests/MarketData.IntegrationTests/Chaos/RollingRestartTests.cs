using System.Net;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using Xunit.Abstractions;

namespace MarketData.IntegrationTests.Chaos;

/// <summary>Two instances behind nginx are restarted by turns, as a rolling deployment does, while requests come.</summary>
[Trait("Category", "Chaos")]
public sealed class RollingRestartTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 4;

    private static readonly int Restarts = ChaosRounds.Or(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-rolling-").FullName;
    private int _answered;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Restart_InstancesByTurnsUnderLoad_NoRequestFails()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var first = Create(upstream, "first");
        await using var second = Create(upstream, "second");
        foreach (var instance in (ServiceProcess[])[first, second])
        {
            instance.Start();
            await instance.WaitUntilReadyAsync();
        }

        await using var nginx = await NginxServer.StartAsync(first.Address, second.Address);
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Clients).Select(client => Task.Run(() => AskAsync(nginx.Address, client, stop.Token))).ToList();

        for (var round = 0; round < Restarts; round++)
        {
            var instance = round % 2 == 0 ? first : second;
            await instance.SignalAsync("-TERM");
            (await instance.WaitForExitAsync()).ShouldBe(0);
            instance.Start();
            await instance.WaitUntilReadyAsync();

            // A client that failed has ended, and says with what.
            await Task.WhenAll(load.Where(client => client.IsFaulted));
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        _answered.ShouldBeGreaterThan(100 * Restarts);
        output.WriteLine($"{Restarts} restarts, {_answered} requests, 0 failed.");
    }

    private ServiceProcess Create(FakeUpstream upstream, string name) => new(upstream, new Dictionary<string, string>
    {
        ["Access__Anonymous"] = "true",
        ["Access__Plans__anonymous__RequestsPerMinute"] = "0",
        ["Database__SqlitePath"] = Path.Combine(_folder, name + ".db"),

        // As in operation, longer than nginx leaves an instance alone that refused: else it would do so with both.
        ["Server__DrainDelay"] = "00:00:03",
    });

    /// <summary>Asks for something else each time, so that nothing comes from the cache of nginx.</summary>
    private async Task AskAsync(Uri address, int client, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = address };
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            using var response = await http.GetAsync($"/v1/convert?from=bitcoin&to=usd&amount={client}.{i + 1}", CancellationToken.None);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(CancellationToken.None));
            Interlocked.Increment(ref _answered);
        }
    }
}
