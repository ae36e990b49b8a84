using System.Data;
using MarketData.Candles;
using Npgsql;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresCandleStore
{
    // "MDretain" in ASCII: one process at a time lets go of history. Held by the session, since a concurrent detach may not run
    // within a transaction.
    private const string TryLock = "SELECT pg_try_advisory_lock(5567700819406580078)";

    private const string Unlock = "SELECT pg_advisory_unlock(5567700819406580078)";

    // Partitions that end at the time or before it. By their bounds instead of their names: also those that an operator made.
    private const string SelectEnded = """
        SELECT quote_ident(namespace.nspname) || '.' || quote_ident(child.relname), link.inhdetachpending, child.reltuples::bigint
        FROM pg_catalog.pg_inherits AS link
        JOIN pg_catalog.pg_class AS child ON child.oid = link.inhrelid
        JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = child.relnamespace
        WHERE link.inhparent = to_regclass(@parent)
            AND substring(pg_get_expr(child.relpartbound, child.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz <= @cutoff
        ORDER BY link.inhdetachpending DESC, child.relname
        """;

    private const string DeleteGlobalPoints = "DELETE FROM global_point WHERE at < @cutoff";

    private const string DeleteCategoryPoints = "DELETE FROM category_point WHERE at < @cutoff";

    public async Task<long> RemoveOlderAsync(HistoryCutoffs cutoffs, long? epoch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var tryLock = new NpgsqlCommand(TryLock, connection);
        if (await tryLock.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return 0;
        }

        try
        {
            return await DropAsync(connection, "candle_5m", cutoffs.FiveMinutes, epoch, cancellationToken)
                + await DropAsync(connection, "candle_1h", cutoffs.OneHour, epoch, cancellationToken)
                + await DropAsync(connection, "candle_1d", cutoffs.OneDay, epoch, cancellationToken)
                + await DropAsync(connection, "price_point", cutoffs.Points, epoch, cancellationToken)
                + await DeleteAsync(connection, DeleteGlobalPoints, cutoffs.OneDay, epoch, cancellationToken)
                + await DeleteAsync(connection, DeleteCategoryPoints, cutoffs.OneDay, epoch, cancellationToken);
        }
        finally
        {
            // With a token of its own: the lock must not stay with a connection that goes back to the pool. A broken one has lost it.
            if (connection.State == ConnectionState.Open)
            {
                await ExecuteAsync(connection, Unlock, CancellationToken.None);
            }
        }
    }

    private static async Task<long> DropAsync(
        NpgsqlConnection connection, string parent, DateTimeOffset? cutoff, long? epoch, CancellationToken cancellationToken)
    {
        if (cutoff is not { } before)
        {
            return 0;
        }

        var removed = 0L;
        foreach (var partition in await ListEndedAsync(connection, parent, before, cancellationToken))
        {
            // Not in one transaction with what follows, which cannot run in one. What a leader that is over drops is too old for whoever leads.
            await PostgresEpoch.HoldAsync(connection, epoch, cancellationToken);
            removed += partition.Rows ?? await CountAsync(connection, partition.Name, cancellationToken);

            // Waits for those who read it now, without making others wait. If we are cut off there, the next call ends it.
            var how = partition.IsDetachPending ? "FINALIZE" : "CONCURRENTLY";
            await ExecuteAsync(connection, $"ALTER TABLE {parent} DETACH PARTITION {partition.Name} {how}", cancellationToken);
            await ExecuteAsync(connection, $"DROP TABLE {partition.Name}", cancellationToken);
        }

        return removed;
    }

    private static async Task<List<EndedPartition>> ListEndedAsync(
        NpgsqlConnection connection, string parent, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(SelectEnded, connection);
        select.Parameters.Add(new NpgsqlParameter<string>("parent", parent));
        select.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("cutoff", cutoff.ToUniversalTime()));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var partitions = new List<EndedPartition>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var rows = reader.GetInt64(2);
            partitions.Add(new EndedPartition(reader.GetString(0), reader.GetBoolean(1), rows < 0 ? null : rows));
        }

        return partitions;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        await using var count = new NpgsqlCommand($"SELECT COUNT(*) FROM {table}", connection);
        return (long)(await count.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<long> DeleteAsync(
        NpgsqlConnection connection, string sql, DateTimeOffset? cutoff, long? epoch, CancellationToken cancellationToken)
    {
        if (cutoff is not { } before)
        {
            return 0;
        }

        await PostgresEpoch.HoldAsync(connection, epoch, cancellationToken);
        await using var delete = new NpgsqlCommand(sql, connection);
        delete.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("cutoff", before.ToUniversalTime()));
        return await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <param name="Name">Its name, ready for a statement.</param>
    /// <param name="IsDetachPending">An earlier call was cut off while it detached this one.</param>
    /// <param name="Rows">Rows by the server's statistics; null if it was never counted, as with one that held few.</param>
    private sealed record EndedPartition(string Name, bool IsDetachPending, long? Rows);
}
