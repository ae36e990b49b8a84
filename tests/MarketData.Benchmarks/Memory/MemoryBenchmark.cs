using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using MarketData.Assets;
using MarketData.Benchmarks.Seeding;
using MarketData.Database;
using MarketData.Ingestion;

namespace MarketData.Benchmarks.Memory;

/// <summary>Runs what a poll does without a database through BenchmarkDotNet.</summary>
internal static class MemoryBenchmark
{
    public static Task RunAsync(Scale scale)
    {
        PollInMemory.Size = scale.Assets;

        // In this process: the other way builds a project for each benchmark, and looks for it where ours do not lie.
        var job = (scale == Scale.Test ? Job.Dry : Job.ShortRun).WithToolchain(InProcessNoEmitToolchain.Instance);
        var summary = BenchmarkRunner.Run<PollInMemory>(ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultConfig.Instance.GetColumnProviders().ToArray())
            .AddLogger(scale == Scale.Test ? NullLogger.Instance : ConsoleLogger.Default)
            .WithArtifactsPath(Directory.CreateTempSubdirectory("marketdata-benchmark-").FullName));
        return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)
            ? throw new InvalidOperationException("A benchmark did not run.")
            : Task.CompletedTask;
    }
}

/// <summary>A poll that changes every quote, from the book's side.</summary>
public class PollInMemory
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private MarketBook _book = null!;
    private IngestionCommit _commit = null!;

    /// <summary>Assets of the market.</summary>
    internal static int Size { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var assets = Enumerable.Range(1, Size);
        _book = new MarketBook(new MarketState
        {
            Assets = [.. assets.Select(id => new Asset(id, $"asset-{id}", $"a{id}", $"Asset {id}", null, At))],
            Quotes = [.. assets.Select(id => InventedMarket.Quote(id, At))],
        });
        _commit = new IngestionCommit
        {
            Run = InventedMarket.Run(At),
            Quotes = [.. assets.Select(id => InventedMarket.Quote(id, At.AddMinutes(1)))],
            PricePoints = [.. assets.Select(id => InventedMarket.Point(id, At.AddMinutes(1)))],
        };
    }

    /// <summary>The book is copied whole at each poll, so that a commit that fails leaves the old one.</summary>
    [Benchmark(Baseline = true)]
    public object CopyBook() => _book.Copy();

    [Benchmark]
    public object CopyBookAndApplyPoll()
    {
        var next = _book.Copy();
        next.Apply(_commit);
        return next;
    }

    [Benchmark]
    public object ResolveCommit() => CommitResolver.Resolve(_commit);
}
