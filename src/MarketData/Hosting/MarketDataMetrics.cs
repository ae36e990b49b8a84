using System.Diagnostics.Metrics;
using MarketData.Ingestion;

namespace MarketData.Hosting;

/// <summary>The service's own metrics, under the meter <c>MarketData</c>. Tags take few values: names of sources, rules and outcomes.</summary>
internal sealed class MarketDataMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "MarketData";

    private readonly Counter<long> _runs;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _quotes;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _runDuration;
    private readonly Counter<long> _snapshots;

    public MarketDataMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _runs = meter.CreateCounter<long>("marketdata.ingestion.runs", "{run}", "Polls, by source and outcome.");
        _rows = meter.CreateCounter<long>("marketdata.ingestion.rows", "{row}", "Rows that providers sent, by source.");
        _quotes = meter.CreateCounter<long>("marketdata.ingestion.quotes", "{quote}", "Quotes received, by source and result.");
        _refusals = meter.CreateCounter<long>("marketdata.ingestion.refusals", "{figure}", "Figures that the quality gate refused, by source and rule.");
        _requests = meter.CreateCounter<long>("marketdata.ingestion.requests", "{request}", "Requests to upstream providers, by source.");
        _runDuration = meter.CreateHistogram<double>("marketdata.ingestion.run.duration", "s", "Time of a poll, from first request to commit.");
        _snapshots = meter.CreateCounter<long>("marketdata.snapshot.published", "{snapshot}", "Snapshots published.");
    }

    /// <summary>A poll ended.</summary>
    public void RunFinished(IngestionRun run)
    {
        var source = new KeyValuePair<string, object?>("source", run.Source);
        _runs.Add(1, source, new("outcome", run.Outcome.ToString().ToLowerInvariant()));
        _requests.Add(run.Requests, source);
        _rows.Add(run.RowsReceived, source);
        _quotes.Add(run.QuotesAccepted, source, new("result", "accepted"));
        _quotes.Add(run.QuotesUnchanged, source, new("result", "unchanged"));
        _runDuration.Record((run.FinishedAt - run.StartedAt).TotalSeconds, source);
    }

    /// <summary>A rule refused a figure.</summary>
    public void Refused(string source, string rule) => _refusals.Add(1, new("source", source), new("rule", rule));

    /// <summary>A snapshot was published.</summary>
    public void SnapshotPublished() => _snapshots.Add(1);
}
