using System.Globalization;
using System.Runtime.InteropServices;
using MarketData.Benchmarks.Ingestion;
using MarketData.Benchmarks.Servers;

namespace MarketData.Benchmarks;

/// <summary>The benchmarks by name, and what a run takes.</summary>
internal static class Suite
{
    public const string Help = """
        dotnet run --project tests/MarketData.Benchmarks -c Release -- [--test] [benchmark …]

        Without a name every benchmark runs. Each compares contenders in one run, in turn: read the ratios, not the times.

          ingest   a poll of 20,000 quotes through the store against a raw COPY of the same rows
          read     one asset's candles over HTTP against the bare query, and how both grow with assets and years
          sealed   a month of candles as one packed row against rows
          stream   memory of the service while it streams ten years
          memory   what a poll costs in memory, without a database (BenchmarkDotNet)

        --test     each once on little data, in seconds: shows that it works, and nothing else

        PostgreSQL is the one that MARKETDATA_TEST_POSTGRES names, else one of this machine's own programs in a temporary folder.
        """;

    private static readonly Dictionary<string, Func<BenchmarkServer, Scale, Task>> Benchmarks = new()
    {
        ["ingest"] = IngestBenchmark.RunAsync,
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
            $"{DateTime.UtcNow:yyyy-MM-dd}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {scale}"));
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
    public static readonly Scale Full = new(20_000, 11);

    /// <summary>Enough to see that each part works.</summary>
    public static readonly Scale Test = new(50, 2);
}
