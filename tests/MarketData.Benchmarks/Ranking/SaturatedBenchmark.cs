using System.Diagnostics;
using System.Net.Http.Json;
using MarketData.Benchmarks.Seeding;
using MarketData.Benchmarks.Servers;

namespace MarketData.Benchmarks.Ranking;

/// <summary>The time until prices are there, while nothing else is asked for and while the workers always have rankings to compute, in turn.</summary>
internal static class SaturatedBenchmark
{
    private const string Prices = "/v1/prices?ids=asset-1,asset-2,asset-3";

    /// <summary>Rankings that wait or are computed at any time: fewer than may wait, so that none is refused.</summary>
    private const int Pending = 16;

    private static readonly string[] Factors =
    [
        "market_cap", "volume_24h", "turnover", "fdv_to_market_cap", "float", "range_24h", "place_in_range_24h", "ath_distance", "atl_multiple", "return_1h",
        "return_24h", "return_7d", "return_14d", "return_30d", "return_200d", "return_1y", "price", "volume_to_fdv", "market_share", "circulating_supply",
    ];

    public static async Task RunAsync(BenchmarkServer server, Scale scale)
    {
        await using var database = await server.CreateDatabaseAsync();
        await AssetSeed.AddAsync(database, scale.Assets);
        var now = DateTimeOffset.UtcNow;
        await database.Store.CommitAsync(
            new() { Run = InventedMarket.Run(now), Quotes = [.. Enumerable.Range(1, scale.Assets).Select(id => InventedMarket.Quote(id, now))] }, CancellationToken.None);
        await using var service = await ServiceProcess.StartAsync(database);
        while (!(await service.Client.GetAsync("/v1/rankings/market-cap")).IsSuccessStatusCode)
        {
            // The first factors of so many assets take longer than a request waits for them, two seconds.
        }

        var ratios = new List<double>();
        var quiet = new List<double>();
        var saturated = new List<double>();
        var computed = 0;
        for (var round = 0; round < scale.Rounds; round++)
        {
            quiet.Add(await HundredthSlowestAsync(service, scale.Requests * 5));
            using var stopping = new CancellationTokenSource();
            var senders = Enumerable.Range(0, Pending).Select(sender => RankAsync(service, round, sender, stopping.Token)).ToList();
            saturated.Add(await HundredthSlowestAsync(service, scale.Requests * 5));
            await stopping.CancelAsync();
            computed += (await Task.WhenAll(senders)).Sum();
            ratios.Add(saturated[^1] / quiet[^1]);
        }

        var table = new MarkdownTable($"prices, {scale.Assets:N0} assets, {computed:N0} rankings by {Factors.Length} factors beside them", "p99, µs", "× the first");
        table.Add("workers at rest", Rounds.Median(quiet) * 1e6, 1.0);
        table.Add("workers saturated", Rounds.Median(saturated) * 1e6, Rounds.Median(ratios));
        table.Print();
    }

    /// <summary>Seconds that one request of a hundred exceeds. One after another: what is measured is an answer, not a queue of them.</summary>
    private static async Task<double> HundredthSlowestAsync(ServiceProcess service, int requests)
    {
        var seconds = new double[requests];
        for (var i = 0; i < requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await service.Client.GetAsync(Prices);
            seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            response.EnsureSuccessStatusCode();
        }

        Array.Sort(seconds);
        return seconds[(int)(requests * 0.99)];
    }

    /// <summary>Asks for one ranking after another, none equal to one before, and gives how many were computed.</summary>
    private static async Task<int> RankAsync(ServiceProcess service, int round, int sender, CancellationToken cancellationToken)
    {
        for (var computed = 0; ; computed++)
        {
            var weight = 1 + (round * 1e-2) + (sender * 1e-4) + (computed * 1e-6);
            var body = new { factors = Factors.Select((factor, i) => new { factor, weight = i == 0 ? weight : 1 }), winsorise = 0.01, missing = "neutral", filter = new { include_stale = true }, limit = 100 };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/rankings") { Content = JsonContent.Create(body) };
            request.Headers.Add("Prefer", "wait=30");
            using var response = await service.Client.SendAsync(request, CancellationToken.None);
            response.EnsureSuccessStatusCode();
            if (cancellationToken.IsCancellationRequested)
            {
                return computed;
            }
        }
    }
}
