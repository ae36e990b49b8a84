using MarketData.Replicas;
using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>
/// The leader's lock on PostgreSQL: an advisory lock of a session that belongs to nothing else, so that it is free as soon as the session
/// ends.
/// </summary>
/// <remarks>
/// The server ends a session that says nothing for <see cref="SessionTimeout"/>. It notices a leader that is frozen, or whose line is cut
/// without a word, by itself, and needs no right of anybody for it; its connection alone would keep the lock for hours. The leader renews
/// once a second.
/// </remarks>
internal sealed class PostgresLeaderLock(string connectionString) : ILeaderLock
{
    /// <summary>Four renewals that did not come. With the wait for writes that hold the epoch, a takeover ends well within ten seconds.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    private const int TakeAttempts = 3;

    // "MDleader" in ASCII.
    private const string TryLock = "SELECT set_config('idle_session_timeout', @timeout, false), pg_try_advisory_lock(5567694222018241906)";

    private const string SelectLeader = "SELECT epoch, leader, renewed_at FROM ingestion_leader";

    // The lock of hold_epoch: writes of the leader before us hold it until they are stored or given up. One that is under way gets a second.
    private const string RaiseEpoch = """
        SET LOCAL lock_timeout = '1s';
        SELECT pg_advisory_xact_lock(5567686572916303967);
        UPDATE ingestion_leader
        SET epoch = epoch + 1, leader = @replica, taken_at = clock_timestamp(), renewed_at = clock_timestamp()
        RETURNING epoch
        """;

    // A frozen process may have left a transaction open. Each role may end the sessions of its own.
    private const string EndHolders = """
        SELECT pg_terminate_backend(pid)
        FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND pid <> pg_backend_pid()
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (classid::bigint << 32 | objid::bigint) = 5567686572916303967
        """;

    private const string Renew = "UPDATE ingestion_leader SET renewed_at = clock_timestamp() WHERE epoch = @epoch";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "marketdata leader",
        Pooling = false,
        Enlist = false,
        Timeout = 3,
        CommandTimeout = 3,
        CancellationTimeout = 500,
        TcpKeepAlive = true,
        TcpKeepAliveTime = 2,
        TcpKeepAliveInterval = 1,
    }.ConnectionString;

    private NpgsqlConnection? _connection;

    public Task<LeaderSight> TryTakeAsync(string replica, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            _connection ??= await OpenAsync(cancellationToken);
            if (!await TryLockAsync(_connection, cancellationToken))
            {
                return await ReadLeaderAsync(_connection, cancellationToken);
            }

            var epoch = await RaiseEpochAsync(_connection, replica, cancellationToken);
            return new LeaderSight(true, epoch, replica, null);
        },
        cancellationToken);

    public Task<bool> RenewAsync(long epoch, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (_connection is null)
            {
                return false;
            }

            await using var renew = new NpgsqlCommand(Renew, _connection);
            renew.Parameters.Add(new NpgsqlParameter<long>("epoch", epoch));
            return await renew.ExecuteNonQueryAsync(cancellationToken) == 1;
        },
        cancellationToken);

    public async Task ReleaseAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await CloseAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <remarks>The semaphore stays: a host may stop its workers once more, which release, while its services go.</remarks>
    public async ValueTask DisposeAsync() => await ReleaseAsync();

    /// <summary>One at a time on the session. A call that fails ends it: what the server holds of it is not known any more.</summary>
    private async Task<T> InTurnAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await call();
        }
        catch
        {
            await CloseAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var tryLock = new NpgsqlCommand(TryLock, connection);
        tryLock.Parameters.Add(new NpgsqlParameter<string>("timeout", $"{(int)SessionTimeout.TotalSeconds}s"));
        await using var reader = await tryLock.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetBoolean(1);
    }

    private static async Task<LeaderSight> ReadLeaderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(SelectLeader, connection);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var row = new RowReader(reader, PostgresTime.Instance);
        return new LeaderSight(false, row.Long(0), row.TextOrNull(1), row.TimeOrNull(2));
    }

    private static async Task<long> RaiseEpochAsync(NpgsqlConnection connection, string replica, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            try
            {
                await using var raise = new NpgsqlCommand(RaiseEpoch, connection);
                raise.Parameters.Add(new NpgsqlParameter<string>("replica", replica));
                var epoch = await LastScalarAsync(raise, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return epoch;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < TakeAttempts)
            {
                await transaction.RollbackAsync(cancellationToken);
                await PostgresMarketStore.ExecuteAsync(connection, EndHolders, cancellationToken);
            }
        }
    }

    /// <summary>The value of the last of several statements.</summary>
    private static async Task<long> LastScalarAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0);
    }
}
