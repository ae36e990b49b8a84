using System.Collections.Concurrent;
using System.Net;
using MarketData.IntegrationTests.Chaos;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Hosting;

/// <summary>The end of the service, as a process of its own that is told to stop.</summary>
public sealed class DrainTests : IDisposable
{
    private const int Clients = 8;

    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-drain-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Terminate_UnderLoad_TurnsUnreadyAnswersEveryoneAndEndsWithZero()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = Create(upstream, "00:00:03");
        service.Start();
        await service.WaitUntilReadyAsync();
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentBag<(HttpStatusCode Status, bool Closes)>();
        var load = Enumerable.Range(0, Clients).Select(i => Task.Run(() => AskAsync(service.Address, keepsAlive: i % 2 == 0, answers, stop.Token))).ToList();

        await service.SignalAsync("-TERM");
        await WaitUntilUnreadyAsync(service.Address);

        // As a proxy does that looks now and then: for a while it sends on to the instance that is about to stop.
        answers.Clear();
        await Task.Delay(Notice);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        answers.Count.ShouldBeGreaterThan(Clients);
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK && answer.Closes);
        (await service.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Terminate_ASecondTime_WaitsForNothingMore()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = Create(upstream, "00:05:00");
        service.Start();
        await service.WaitUntilReadyAsync();

        await service.SignalAsync("-TERM");
        await WaitUntilUnreadyAsync(service.Address);
        await service.SignalAsync("-TERM");

        // The wait for it is shorter than the drain's.
        (await service.WaitForExitAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task HealthCheck_RunningStoppingAndGone_IsToldByTheExitCode()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = Create(upstream, "00:05:00");

        var (before, message) = await service.RunAsync("healthcheck");
        service.Start();
        await service.WaitUntilReadyAsync();
        var (running, _) = await service.RunAsync("healthcheck");
        await service.SignalAsync("-TERM");
        await WaitUntilUnreadyAsync(service.Address);
        var (stopping, status) = await service.RunAsync("healthcheck");

        (before, running, stopping).ShouldBe((1, 0, 1));
        message.ShouldContain(service.Address.Authority);
        status.ShouldContain("503");
    }

    private ServiceProcess Create(FakeUpstream upstream, string drainDelay) => new(upstream, new Dictionary<string, string>
    {
        ["Access__Anonymous"] = "true",
        ["Access__Plans__anonymous__RequestsPerMinute"] = "0",
        ["Database__SqlitePath"] = Path.Combine(_folder, "m.db"),
        ["Server__DrainDelay"] = drainDelay,
    });

    /// <summary>Asks for a price again and again; half of the clients connect anew each time.</summary>
    private static async Task AskAsync(
        Uri address, bool keepsAlive, ConcurrentBag<(HttpStatusCode Status, bool Closes)> answers, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.ConnectionClose = !keepsAlive;
        while (!stop.IsCancellationRequested)
        {
            using var response = await client.GetAsync("/v1/price/bitcoin", CancellationToken.None);
            answers.Add((response.StatusCode, response.Headers.ConnectionClose == true));
        }
    }

    private static async Task WaitUntilUnreadyAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (true)
        {
            using var response = await client.GetAsync("/health/ready");
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                (await response.Content.ReadAsStringAsync()).ShouldContain("\"stopping\"");
                return;
            }
        }
    }
}
