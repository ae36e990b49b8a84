using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace MarketData.Ranking.Queue;

/// <summary>
/// The only way to a computation: two bounded channels in front of the workers. Equal requests share one job, and what nobody wants
/// any more is cancelled. Safe for concurrent use. Accepted = completed + failed + cancelled + those under way, at every moment.
/// </summary>
internal sealed partial class RankQueue : IDisposable
{
    /// <summary>What is computed once for each snapshot: one under way and one next would do.</summary>
    private const int PrecomputedCapacity = 4;

    /// <summary>Weight of the newest service time in the running mean that <c>Retry-After</c> is told from.</summary>
    private const double NewestWeight = 0.2;

    private readonly Lock _gate = new();
    private readonly Channel<RankJob>[] _lines;
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly Dictionary<string, RankJob> _flights = [];
    private readonly TicketBook _tickets;
    private readonly RankResultCache _results;
    private readonly RankingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly int _workers;
    private long _lastNumber;
    private double _meanServiceSeconds = 0.01;
    private bool _isStopping;
    private JobCounts _counts = new(0, 0, 0, 0, 0);

    public RankQueue(IOptions<RankingOptions> options, RankResultCache results, RankingMetrics metrics, TimeProvider time)
    {
        _lines = [LineOf(PrecomputedCapacity), LineOf(options.Value.QueueCapacity)];
        _tickets = new TicketBook(options.Value.JobsKeptFor);
        _results = results;
        _metrics = metrics;
        _time = time;
        _workers = options.Value.Workers;
        Capacity = options.Value.QueueCapacity;
        metrics.ObserveDepth(WaitingOf);
    }

    /// <summary>How many rankings that callers ask for may wait.</summary>
    public int Capacity { get; }

    /// <summary>What became of all requests so far.</summary>
    public JobCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    /// <summary>Jobs of a class that wait.</summary>
    public int WaitingOf(JobClass jobClass) => LineOf(jobClass).Reader.Count;

    /// <summary>The result if it is there, else a ticket of an equal job that is under way or of a new one, else why there is no room.</summary>
    public Submission Submit(JobClass jobClass, string key, RankWork work)
    {
        lock (_gate)
        {
            if (_results.Find(key) is { } result)
            {
                return new Submission(result, null, null);
            }

            if (_isStopping)
            {
                _counts = _counts with { Refused = _counts.Refused + 1 };
                return new Submission(null, null, new Refusal(RefusalReason.ShuttingDown, 1));
            }

            if (!_flights.TryGetValue(key, out var job))
            {
                job = new RankJob(jobClass, key, work, ++_lastNumber, _time.GetUtcNow());
                if (!LineOf(jobClass).Writer.TryWrite(job))
                {
                    _metrics.Refused(jobClass);
                    _counts = _counts with { Refused = _counts.Refused + 1 };
                    return new Submission(null, null, new Refusal(RefusalReason.Full, SecondsUntilRoom(jobClass)));
                }

                _flights[key] = job;
                _counts = _counts with { Accepted = _counts.Accepted + 1 };
                _waiting.Release();
            }

            var ticket = new RankTicket(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), job);
            job.Wanted.Add(ticket);
            return new Submission(null, ticket, null);
        }
    }

    /// <summary>Keeps a ticket for a caller who will come back with its id.</summary>
    public void HandOut(RankTicket ticket)
    {
        lock (_gate)
        {
            _tickets.Add(ticket, _time.GetUtcNow());
        }
    }

    /// <summary>The ticket with an id that was handed out; null if there is none, or no longer.</summary>
    public RankTicket? Find(string id)
    {
        lock (_gate)
        {
            return _tickets.Find(id, _time.GetUtcNow());
        }
    }

    /// <summary>Where the job of a ticket stands for its holder.</summary>
    public JobStatus StatusOf(RankTicket ticket)
    {
        lock (_gate)
        {
            var job = ticket.Job;
            var isGivenUp = !job.HasEnded && !job.Wanted.Contains(ticket);
            return new JobStatus(
                isGivenUp ? JobState.Cancelled : job.State,
                job.State == JobState.Queued && !isGivenUp ? PlaceOf(job) : null,
                job.Progress,
                isGivenUp ? JobFailure.GivenUp : job.Failure);
        }
    }

    /// <summary>Gives a claim up. If it was the last one, the job is cancelled.</summary>
    public void GiveUp(RankTicket ticket)
    {
        RankJob? cancelled = null;
        lock (_gate)
        {
            var job = ticket.Job;
            if (job.Wanted.Remove(ticket) && job.Wanted.Count == 0 && !job.HasEnded)
            {
                cancelled = job;
                if (job.State == JobState.Queued)
                {
                    End(job, JobState.Cancelled, JobFailure.GivenUp, null);
                }
                else
                {
                    // The worker ends it. Who asks for the same meanwhile must not share what is being torn down.
                    ForgetFlight(job);
                }
            }
        }

        cancelled?.Cancellation.Cancel();
    }

    public void Dispose() => _waiting.Dispose();

    private Channel<RankJob> LineOf(JobClass jobClass) => _lines[(int)jobClass];

    /// <summary>Waiting is never used: a full channel says so at once. The modes that drop would answer that they took what they lost.</summary>
    private static Channel<RankJob> LineOf(int capacity) =>
        Channel.CreateBounded<RankJob>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>1 is next.</summary>
    private int PlaceOf(RankJob job) =>
        _flights.Values.Count(other => other.State == JobState.Queued && other.Class <= job.Class && (other.Class < job.Class || other.Number <= job.Number));

    /// <summary>Time in which the workers make room, at the rate at which they have worked.</summary>
    private int SecondsUntilRoom(JobClass jobClass) =>
        (int)Math.Clamp(Math.Ceiling(LineOf(jobClass).Reader.Count * _meanServiceSeconds / _workers), 1, 600);
}
