using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.Replicas;

/// <summary>Metrics of leading and following.</summary>
internal sealed class ReplicaMetrics
{
    private readonly Counter<long> _terms;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _packets;
    private readonly Counter<long> _reads;
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
        _reads = meter.CreateCounter<long>(
            "marketdata.database.standby_reads", "{read}", "Reads of history that could go to the standby, by outcome; all but one go to the primary.");
        _packets = meter.CreateCounter<long>(
            "marketdata.replica.packets", "{packet}", "Snapshots handed over by Redis, by outcome; one that is not taken is read from the database.");
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

    /// <summary>A leader's <c>sent</c>, <c>not_sent</c> or <c>too_large</c>; a follower's <c>taken</c>, <c>missing</c>, <c>other_version</c> or <c>unreadable</c>.</summary>
    public void Packet(string outcome) => _packets.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A read went to the <c>standby</c>; or to the primary, since that is <c>behind</c>, has <c>failed</c>, or is left alone (<c>circuit_open</c>).</summary>
    public void Read(string outcome) => _reads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A follower serves a snapshot that the leader built so long before.</summary>
    public void Followed(TimeSpan lag) => _lag.Record(lag.TotalSeconds);
}
