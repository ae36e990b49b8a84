using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.Ranking.Queue;

/// <summary>Metrics of the queue, under the service's meter.</summary>
internal sealed class RankingMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _jobs;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _service;

    public RankingMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MarketDataMetrics.MeterName);
        _jobs = _meter.CreateCounter<long>("marketdata.ranking.jobs", "{job}", "Rankings that ended, by class and outcome.");
        _refusals = _meter.CreateCounter<long>("marketdata.ranking.refusals", "{request}", "Rankings refused because the queue was full, by class.");
        _wait = _meter.CreateHistogram<double>("marketdata.ranking.wait.duration", "s", "Time that a ranking waited for a worker, by class.");
        _service = _meter.CreateHistogram<double>("marketdata.ranking.service.duration", "s", "Time that a worker took for a ranking, by class.");
    }

    /// <summary>Shows how many jobs wait.</summary>
    public void ObserveDepth(Func<JobClass, int> depthOf) => _meter.CreateObservableGauge(
        "marketdata.ranking.queue.depth",
        () => Enum.GetValues<JobClass>().Select(jobClass => new Measurement<int>(depthOf(jobClass), ClassTag(jobClass))),
        "{job}",
        "Rankings that wait, by class.");

    /// <summary>A job was refused, since its line was full.</summary>
    public void Refused(JobClass jobClass) => _refusals.Add(1, ClassTag(jobClass));

    /// <summary>A worker began a job.</summary>
    public void Started(JobClass jobClass, TimeSpan waited) => _wait.Record(waited.TotalSeconds, ClassTag(jobClass));

    /// <summary>A job ended.</summary>
    public void Ended(RankJob job)
    {
        _jobs.Add(1, ClassTag(job.Class), new("outcome", job.State.ToString().ToLowerInvariant()));
        if (job.EndedAt - job.StartedAt is { } taken)
        {
            _service.Record(taken.TotalSeconds, ClassTag(job.Class));
        }
    }

    private static KeyValuePair<string, object?> ClassTag(JobClass jobClass) => new("class", jobClass.ToString().ToLowerInvariant());
}
