using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.Replicas;

/// <summary>Metrics of leading and following.</summary>
internal sealed class ReplicaMetrics
{
    private readonly Counter<long> _terms;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _lag;
    private long _epoch;
    private volatile bool _leads;

    public ReplicaMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MarketDataMetrics.MeterName);
        meter.CreateObservableGauge("marketdata.replica.leader", () => _leads ? 1 : 0, "1", "1 while this replica leads, else 0; the sum over all replicas is 1.");
        meter.CreateObservableGauge("marketdata.replica.epoch", () => Interlocked.Read(ref _epoch), "{epoch}", "The last epoch in which this replica led.");
        _terms = meter.CreateCounter<long>("marketdata.replica.terms", "{term}", "Times that this replica became the leader.");
        _refused = meter.CreateCounter<long>(
            "marketdata.replica.stale_writes", "{write}", "Writes that the database refused because another replica had taken over.");
        _lag = meter.CreateHistogram<double>(
            "marketdata.replica.lag", "s", "Time from the leader's building of a snapshot to its being served by this follower.");
    }

    /// <summary>This replica leads.</summary>
    public void Began(long epoch)
    {
        Interlocked.Exchange(ref _epoch, epoch);
        _leads = true;
        _terms.Add(1);
    }

    /// <summary>This replica no longer leads.</summary>
    public void Ended() => _leads = false;

    /// <summary>The database refused a write.</summary>
    public void StaleWriteRefused() => _refused.Add(1);

    /// <summary>A follower serves a snapshot that the leader built so long before.</summary>
    public void Followed(TimeSpan lag) => _lag.Record(lag.TotalSeconds);
}
