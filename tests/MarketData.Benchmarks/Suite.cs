using System.Globalization;
using System.Runtime.InteropServices;
using MarketData.Benchmarks.History;
using MarketData.Benchmarks.Ingestion;
using MarketData.Benchmarks.Memory;
using MarketData.Benchmarks.Ranking;
using MarketData.Benchmarks.Servers;
using MarketData.Benchmarks.Signals;

namespace MarketData.Benchmarks;

/// <summary>The benchmarks by name, and what a run takes.</summary>
internal static class Suite
{
    public const string Help = """
        dotnet run --project tests/MarketData.Benchmarks -c Release -- [--test] [benchmark …]

        Without a name every benchmark runs. Each compares contenders in one run, in turn: read the ratios, not the times.

          ingest   a poll of 20,000 quotes through the store against a raw COPY of the same rows
          read     one asset's candles over HTTP against the bare query, and how both grow with assets and years
          stream   memory of the service while it streams ten years
          sealed   a month of an asset's hourly candles as rows against one packed row
          ranking  a ranking of 20,000 assets by 20 factors against Array.Sort and LINQ; the top 100 against a sweep
          grades   factors and grades of 5,000 assets after a poll, on one core
          busy     the slowest prices of a hundred while rankings are computed, against those while none are
          signals  the rules of 5,000 assets over a year of days, and over the open day
          memory   what a poll costs in memory, without a database (BenchmarkDotNet)

        --test     each once on little data, in seconds: shows that it works, and nothing else

        PostgreSQL is the one that MARKETDATA_TEST_POSTGRES names, else one of this machine's own programs in a temporary folder.
        """;

    private static readonly Dictionary<string, Func<BenchmarkServer, Scale, Task>> Benchmarks = new()
    {
        ["ingest"] = IngestBenchmark.RunAsync,
        ["read"] = ReadBenchmark.RunAsync,
        ["stream"] = StreamBenchmark.RunAsync,
        ["sealed"] = SealedBenchmark.RunAsync,
        ["ranking"] = (_, scale) => RankingBenchmark.RunAsync(scale),
        ["grades"] = (_, scale) => GradesBenchmark.RunAsync(scale),
        ["busy"] = SaturatedBenchmark.RunAsync,
        ["signals"] = (_, scale) => SignalsBenchmark.RunAsync(scale),
        ["memory"] = (_, scale) => MemoryBenchmark.RunAsync(scale),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var scale = args.Contains("--test") ? Scale.Test : Scale.Full;
        var names = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
        if (names.FirstOrDefault(name => !Benchmarks.ContainsKey(name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no benchmark '{unknown}': {string.Join(", ", Benchmarks.Keys)}.");
            return 2;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {(scale == Scale.Test ? "little data: the figures mean nothing" : "full size")}"));
        await using var server = await BenchmarkServer.StartAsync();
        foreach (var name in names.Count > 0 ? names : [.. Benchmarks.Keys])
        {
            Console.WriteLine($"\n## {name}\n");
            await Benchmarks[name](server, scale);
        }

        return 0;
    }
}

/// <summary>How much data and how many rounds.</summary>
/// <param name="Assets">Assets of the market.</param>
/// <param name="Rounds">Times that each contender runs.</param>
internal sealed record Scale(int Assets, int Rounds)
{
    /// <summary>What figures are taken from.</summary>
    public static readonly Scale Full = new(20_000, 11)
    {
        Growth = [(1, 1), (100, 2), (20_000, 2), (500, 10)],
        HourlyAssets = 500,
        HourlyDays = 90,
        Requests = 400,
        StreamedHours = 87_600,
    };

    /// <summary>Enough to see that each part works.</summary>
    public static readonly Scale Test = new(50, 2) { Growth = [(1, 1), (50, 2)], HourlyAssets = 3, HourlyDays = 2, Requests = 20, StreamedHours = 2_000 };

    /// <summary>Assets and years of daily candles of the histories that are read.</summary>
    public required IReadOnlyList<(int Assets, int Years)> Growth { get; init; }

    /// <summary>Assets with hourly candles too.</summary>
    public required int HourlyAssets { get; init; }

    /// <summary>Days of hourly candles.</summary>
    public required int HourlyDays { get; init; }

    /// <summary>Hourly candles of the answer that is streamed.</summary>
    public required int StreamedHours { get; init; }

    /// <summary>Requests in a round.</summary>
    public required int Requests { get; init; }
}
