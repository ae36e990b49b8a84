using System.Diagnostics.CodeAnalysis;
using MarketData.Database;

namespace MarketData.Replicas;

/// <summary>
/// Whether this process leads. Of all replicas of a database one leads: it polls, fetches the past and removes what is old. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// What is said here may be out of date by the time it is read: a process can be frozen between two lines. Hence every write says under
/// which epoch it was prepared, and the database refuses one whose epoch is over.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification =
    "The sources of the terms have neither timer nor handle, and a term may be ended while another begins or the process stops.")]
internal sealed partial class Leadership(ILeaderLock leaderLock, ReplicaMetrics metrics, ILogger<Leadership> logger)
{
    /// <summary>Longest wait for the database. A leader that is not heard of for longer loses its lock; see <see cref="ILeaderLock"/>.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private TaskCompletionSource<LeaderTerm> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _end = new();
    private volatile LeaderTerm? _current;
    private volatile LeaderSight? _sight;
    private TimeSpan? _lag;

    /// <summary>Name of this process among the replicas.</summary>
    public string Id { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid().ToString("N")[..6]}";

    /// <summary>The term that runs; null while another leads.</summary>
    public LeaderTerm? Current => _current;

    /// <summary>How this process stands among the replicas.</summary>
    public ReplicaStatus Status
    {
        get
        {
            var (term, sight) = (_current, _sight);
            lock (_gate)
            {
                return new ReplicaStatus(
                    Id,
                    term is null ? ReplicaRole.Follower : ReplicaRole.Leader,
                    term?.Epoch ?? sight?.Epoch,
                    term is null ? sight?.Leader : Id,
                    sight?.RenewedAt,
                    term is null ? _lag : null);
            }
        }
    }

    /// <summary>The term that runs, or the next one.</summary>
    public Task<LeaderTerm> WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _next.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Begins a term if nobody leads. Never throws but for cancellation.</summary>
    public async Task TryLeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var sight = await leaderLock.TryTakeAsync(Id, cancellationToken);
            _sight = sight;
            if (sight.IsOurs)
            {
                Begin(sight.Epoch);
                Log.Leads(logger, Id, sight.Epoch);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotAsk(logger, exception);
        }
    }

    /// <summary>Whether the term still runs, as the database says; it ends if not, or if the database does not answer in time.</summary>
    public async Task<bool> ConfirmAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            if (await leaderLock.RenewAsync(term.Epoch, patience.Token).WaitAsync(patience.Token))
            {
                return true;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CannotRenew(logger, exception);
        }

        End(term.Epoch);
        return false;
    }

    /// <summary>The database refused a write: its epoch is over, whatever we believed.</summary>
    public void Refused(StaleEpochException exception)
    {
        metrics.StaleWriteRefused();
        Log.Refused(logger, exception);
        End(exception.Epoch);
    }

    /// <summary>Ends the term and lets another lead.</summary>
    public async Task ResignAsync()
    {
        if (_current is { } term)
        {
            End(term.Epoch);
        }

        await leaderLock.ReleaseAsync();
    }

    /// <summary>A follower serves a snapshot that the leader built so long before.</summary>
    public void Follows(TimeSpan lag)
    {
        lock (_gate)
        {
            _lag = lag;
        }

        metrics.Followed(lag);
    }

    private void Begin(long epoch)
    {
        lock (_gate)
        {
            _end = new CancellationTokenSource();
            _current = new LeaderTerm(epoch, _end.Token);
            _next.TrySetResult(_current);
        }

        metrics.Began(epoch);
    }

    private void End(long epoch)
    {
        CancellationTokenSource end;
        lock (_gate)
        {
            if (_current?.Epoch != epoch)
            {
                return;
            }

            _current = null;
            _next = new TaskCompletionSource<LeaderTerm>(TaskCreationOptions.RunContinuationsAsynchronously);
            end = _end;
        }

        metrics.Ended();
        Log.Ended(logger, Id, epoch);

        // Outside of the lock: what ends may ask who leads.
        end.Cancel();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Replica} leads, epoch {Epoch}")]
        public static partial void Leads(ILogger logger, string replica, long epoch);

        [LoggerMessage(2, LogLevel.Warning, "{Replica} no longer leads; epoch {Epoch} is over for it")]
        public static partial void Ended(ILogger logger, string replica, long epoch);

        [LoggerMessage(3, LogLevel.Warning, "The database cannot be asked who leads")]
        public static partial void CannotAsk(ILogger logger, Exception exception);

        [LoggerMessage(4, LogLevel.Warning, "The database cannot be asked whether this replica still leads")]
        public static partial void CannotRenew(ILogger logger, Exception exception);

        [LoggerMessage(5, LogLevel.Error, "The database refused a write: another replica has taken over since it was prepared")]
        public static partial void Refused(ILogger logger, Exception exception);
    }
}
