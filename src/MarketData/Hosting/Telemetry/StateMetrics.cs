using System.Diagnostics.Metrics;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Replicas;
using MarketData.Snapshots;

namespace MarketData.Hosting.Telemetry;

/// <summary>Ages, sizes and budgets: what is read when metrics are collected, and costs nothing in between.</summary>
internal sealed class StateMetrics(
    IMeterFactory meters, SnapshotHolder holder, EnabledSources sources, SourceRuns runs, DatabaseProbe database, Leadership leadership, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Makes the instruments.</summary>
    public void Observe()
    {
        var meter = meters.Create(MarketDataMetrics.MeterName);
        ObserveSources(meter);
        ObserveSnapshot(meter);
        meter.CreateObservableGauge("marketdata.database.up", () => database.Last.IsUp ? 1 : 0, null, "1 while the database answers, else 0; by a question every five seconds.");
        meter.CreateObservableGauge("marketdata.database.latency", () => database.Last.Latency.TotalSeconds, "s", "Time in which the database answered the last question, or in which it was given up.");
    }

    private void ObserveSources(Meter meter)
    {
        meter.CreateObservableGauge(
            "marketdata.ingestion.age", Ages, "s", "Time since a poll last brought anything, by source; since the start if none has. Of the replica that leads.");
        meter.CreateObservableGauge(
            "marketdata.ingestion.interval", () => OfEach(source => source.Interval.TotalSeconds), "s", "Time between two polls, by source.");
        meter.CreateObservableGauge(
            "marketdata.ingestion.banned", () => OfEach(source => source.Budget.BannedUntil > time.GetUtcNow() ? 1 : 0), null, "1 while the provider has shut us out, by source.");
        meter.CreateObservableGauge(
            "marketdata.ingestion.budget.used", () => OfEach(source => source.Budget.UsedThisMonth), "{request}", "Requests made in this calendar month (UTC), by source.");
        meter.CreateObservableGauge(
            "marketdata.ingestion.budget.limit",
            () => sources.All.Where(source => source.Budget.PerMonth is not null).Select(source => Of(source, source.Budget.PerMonth!.Value)),
            "{request}",
            "Requests that a calendar month (UTC) allows, by source; absent where there is no limit.");
    }

    private void ObserveSnapshot(Meter meter)
    {
        meter.CreateObservableGauge(
            "marketdata.snapshot.age", () => OfSnapshot(snapshot => (time.GetUtcNow() - snapshot.BuiltAt).TotalSeconds), "s", "Time since the snapshot that answers are given from was built.");
        meter.CreateObservableGauge(
            "marketdata.snapshot.figures.age",
            () => holder.Current?.AsOf is { } asOf ? [new Measurement<double>((time.GetUtcNow() - asOf).TotalSeconds)] : Array.Empty<Measurement<double>>(),
            "s",
            "Age of the newest figure, by its source's clock.");
        meter.CreateObservableGauge(
            "marketdata.snapshot.stale", () => holder.Current is { Stale: false } ? 0 : 1, null, "1 while even the newest figure is older than Markets:StaleAfter, or there is none.");
        meter.CreateObservableGauge("marketdata.snapshot.assets", () => OfSnapshot(snapshot => snapshot.Rows.Count), "{asset}", "Assets in the snapshot.");
        meter.CreateObservableGauge(
            "marketdata.snapshot.size", () => OfSnapshot(snapshot => snapshot.EncodedRows.Sum(row => (long)row.Length)), "By", "Length of the snapshot's encoded rows.");
    }

    private double AgeOf(IMarketDataSource source) => (time.GetUtcNow() - (runs.Find(source.Name)?.LastGoodAt ?? _startedAt)).TotalSeconds;

    /// <summary>Nothing where another replica polls.</summary>
    private IEnumerable<Measurement<double>> Ages() => leadership.Status.Role == ReplicaRole.Leader ? OfEach(AgeOf) : [];

    private IEnumerable<Measurement<double>> OfEach(Func<IMarketDataSource, double> read) => sources.All.Select(source => Of(source, read(source)));

    /// <summary>Nothing while there is no snapshot: an age of what is not there would be made up.</summary>
    private IEnumerable<Measurement<double>> OfSnapshot(Func<MarketSnapshot, double> read) => holder.Current is { } snapshot ? [new(read(snapshot))] : [];

    private static Measurement<double> Of(IMarketDataSource source, double value) => new(value, new KeyValuePair<string, object?>("source", source.Name));
}
