using System.Data.Common;
using MarketData.Caching;
using MarketData.Replicas;
using MarketData.Snapshots;
using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>
/// Where history is read: on the standby of <c>ConnectionStrings:PostgresReplica</c>, if there is one, it answers in time, and it has what is
/// published here; else on the primary.
/// </summary>
/// <remarks>
/// A standby is behind by as long as it takes to replay. One that has not even the snapshot that this process serves would give history that
/// ends before it, and such an answer would then be kept as fresh. Hence the look at its version whenever a connection is taken; it also tells a
/// connection that has broken since.
/// </remarks>
internal sealed partial class PostgresReads : IAsyncDisposable
{
    /// <summary>How long a read may be held up by a standby that does not answer, before it goes to the primary.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a standby that did not answer is left alone.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _primary;
    private readonly NpgsqlDataSource? _standby;
    private readonly SnapshotHolder _snapshots;
    private readonly ReplicaMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Circuit _circuit;

    public PostgresReads(
        NpgsqlDataSource primary,
        IConfiguration configuration,
        Microsoft.Extensions.Options.IOptions<DatabaseOptions> options,
        SnapshotHolder snapshots,
        ReplicaMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_primary, _snapshots, _metrics, _time, _logger) = (primary, snapshots, metrics, time, loggers.CreateLogger<PostgresReads>());
        _circuit = new Circuit(1, Pause, time);
        if (configuration.GetConnectionString("PostgresReplica") is { } connectionString && !string.IsNullOrWhiteSpace(connectionString))
        {
            // A standby that is frozen does not answer the request to cancel either, and is waited for in vain.
            _standby = PostgresDataSource.Create("Timeout=1;Cancellation Timeout=100;" + connectionString, options.Value, loggers);
        }
    }

    /// <summary>Opens a connection, for reading.</summary>
    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_standby is not null)
        {
            if (!_circuit.TryEnter())
            {
                _metrics.Read("circuit_open");
            }
            else if (await TryOpenAsync(_standby, cancellationToken) is { } connection)
            {
                return connection;
            }
        }

        return await _primary.OpenConnectionAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_standby is not null)
        {
            await _standby.DisposeAsync();
        }
    }

    private async Task<NpgsqlConnection?> TryOpenAsync(NpgsqlDataSource standby, CancellationToken cancellationToken)
    {
        try
        {
            // The driver notices that it is cancelled only between two answers of a server that it connects to.
            var connection = await OpenCurrentAsync(standby, cancellationToken).WithinAsync(Patience * 1.5, _time, cancellationToken);
            if (_circuit.Succeeded())
            {
                Log.AnswersAgain(_logger);
            }

            _metrics.Read(connection is null ? "behind" : "standby");
            return connection;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _metrics.Read("failed");
            if (_circuit.Failed())
            {
                Log.LeftAlone(_logger, exception, Pause);
            }

            return null;
        }
    }

    /// <summary>A connection to a standby that has what is published here; null if it has not.</summary>
    private async Task<NpgsqlConnection?> OpenCurrentAsync(NpgsqlDataSource standby, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var connection = await standby.OpenConnectionAsync(patience.Token);
        var isUsed = false;
        try
        {
            await using var select = new NpgsqlCommand(SnapshotStampSql.Select, connection);
            var version = await select.ExecuteScalarAsync(patience.Token) as long?;

            // Later than this nobody waits for the connection.
            patience.Token.ThrowIfCancellationRequested();
            isUsed = version >= (_snapshots.Current?.Version ?? 0);
            return isUsed ? connection : null;
        }
        finally
        {
            if (!isUsed)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The standby does not answer; history is read on the primary, and the standby tried again every {Pause}")]
        public static partial void LeftAlone(ILogger logger, Exception exception, TimeSpan pause);

        [LoggerMessage(2, LogLevel.Information, "The standby answers again")]
        public static partial void AnswersAgain(ILogger logger);
    }
}
