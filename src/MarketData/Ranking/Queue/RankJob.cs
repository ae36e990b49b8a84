using System.Diagnostics;
using MarketData.Ranking.Kernels;

namespace MarketData.Ranking.Queue;

/// <summary>Which line a job waits in.</summary>
internal enum JobClass
{
    /// <summary>What is computed once for each snapshot. Goes before the others, of which there may be a flood.</summary>
    Precomputed = 0,

    /// <summary>What a caller asked for.</summary>
    Custom,
}

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>It waits for a worker.</summary>
    Queued = 0,

    /// <summary>A worker computes it.</summary>
    Running,

    /// <summary>The result is there.</summary>
    Completed,

    /// <summary>The computation broke.</summary>
    Failed,

    /// <summary>Nobody waited for it any more, or the service stopped.</summary>
    Cancelled,
}

/// <summary>A computation and what it needs of the worker; gives the body of the answer.</summary>
internal delegate byte[] RankWork(WorkerContext context, CancellationToken cancellationToken);

/// <summary>What a worker lends to a computation.</summary>
/// <param name="Scratch">Memory of the worker.</param>
/// <param name="Report">Told the share that is done, from 0 to 1.</param>
internal sealed record WorkerContext(RankScratch Scratch, Action<double> Report);

/// <summary>A computation that is waited for: what all equal requests of one moment share. Changed under the queue's lock only.</summary>
internal sealed class RankJob(JobClass jobClass, string key, RankWork work, long number, DateTimeOffset submittedAt)
{
    private double _progress;

    public JobClass Class { get; } = jobClass;

    /// <summary>What it computes; equal requests have equal keys.</summary>
    public string Key { get; } = key;

    /// <summary>The computation; null once the job has ended, since it holds on to a snapshot that the job's tickets would outlive.</summary>
    public RankWork? Work { get; set; } = work;

    /// <summary>Rises with every job.</summary>
    public long Number { get; } = number;

    public DateTimeOffset SubmittedAt { get; } = submittedAt;

    /// <summary>The request that had it queued first; default if it was none.</summary>
    public ActivityContext Request { get; } = Activity.Current?.Context ?? default;

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public JobState State { get; set; } = JobState.Queued;

    /// <summary>Why there is no result; null while there may be one.</summary>
    public JobFailure? Failure { get; set; }

    /// <summary>Tickets of those who still want the result.</summary>
    public HashSet<RankTicket> Wanted { get; } = [];

    public bool HasEnded => State >= JobState.Completed;

    /// <summary>Cancelled when nobody wants the result any more.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Ends with the job; the result is null if there is none. Never faults.</summary>
    public TaskCompletionSource<byte[]?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Share that is done, from 0 to 1.</summary>
    public double Progress
    {
        get => Volatile.Read(ref _progress);
        set => Volatile.Write(ref _progress, value);
    }
}

/// <summary>Why a job has no result.</summary>
public enum JobFailure
{
    /// <summary>The computation broke; the log says how.</summary>
    Broke = 0,

    /// <summary>Nobody waited any more.</summary>
    GivenUp,

    /// <summary>The service stopped before it was done.</summary>
    ShuttingDown,
}

/// <summary>One caller's claim to the result of a job.</summary>
/// <param name="Id">Not to be guessed: who knows it may look at the job and give it up.</param>
/// <param name="Job">The job, which may be shared with other callers.</param>
internal sealed record RankTicket(string Id, RankJob Job);
