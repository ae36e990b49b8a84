using MarketData.Assets;
using MarketData.Caching;
using MarketData.Candles;
using MarketData.Hosting;
using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Markets;
using MarketData.Replicas;
using MarketData.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Ingestion;

/// <summary>The whole way of the data with a store in memory and a clock that stands still.</summary>
internal sealed class PipelineRig : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public PipelineRig(params string[] enabled)
        : this(new MemoryMarketStore(), enabled)
    {
    }

    /// <summary>The service after a restart: what it knows is what the store has.</summary>
    public PipelineRig(MemoryMarketStore store, params string[] enabled)
    {
        Store = store;
        var sources = new EnabledSources((enabled.Length == 0 ? [SourceNames.CoinGecko, SourceNames.CoinPaprika] : enabled)
            .Select(name => new ScriptedSource(name)));
        var seed = SeedCatalog.Load();
        var snapshots = new SnapshotBuilder(Options.Create(new MarketsOptions()), sources);
        Metrics = new MarketDataMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Intake = new PollIntake(
            Store, new QualityGate(Options.Create(new GateOptions())), new IdentityResolver(seed), new PollSupplements(seed), snapshots, Time);
        Leadership = Make.Leadership();
        var candleWriter = new CandleWriter(Store.Candles, Options.Create(new HistoryOptions()), Time);
        Pipeline = new IngestionPipeline(
            Store,
            Store.Candles,
            Intake,
            candleWriter,
            snapshots,
            Holder,
            Leadership,
            new DataVersion(),
            new SourceRuns(),
            new StandingRefusals(Store, sources),
            Metrics,
            Time,
            NullLogger<IngestionPipeline>.Instance);
    }

    public FixedTime Time { get; } = new();

    public Leadership Leadership { get; }

    public MemoryMarketStore Store { get; }

    public SnapshotHolder Holder { get; } = new();

    public MarketDataMetrics Metrics { get; }

    public PollIntake Intake { get; }

    public IngestionPipeline Pipeline { get; }

    public MarketSnapshot Snapshot => Holder.Current!;

    /// <summary>Polls a source that answers once, with a batch or an exception.</summary>
    public Task<IngestionRun> PollAsync(string source, object answer) =>
        Pipeline.RunOnceAsync(new ScriptedSource(source, answer), CancellationToken.None);

    public SourceBatch Batch(params SourceQuote[] quotes) => new() { ReceivedAt = Time.Now, Quotes = quotes, Requests = 1 };

    public MarketRow Row(string slug) => Snapshot.Rows[Snapshot.Find(slug)!.Value];

    public void Dispose()
    {
        Pipeline.Dispose();
        _services.Dispose();
    }
}
