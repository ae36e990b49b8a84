using System.Data.Common;
using Dapper;
using MarketData.Access;
using MarketData.Access.Keys;

namespace MarketData.Database;

/// <summary>Keys, their use and the audit log. An act of an administrator and its entry in the log are one transaction.</summary>
/// <remarks>Every method throws the engine's own exception when the database cannot be reached or refuses.</remarks>
internal sealed class AccessStore(IDatabase database)
{
    private const string KeyColumns = "id, secret_hash, name, scopes, plan, created_at, expires_at, revoked_at, replaced_by, version";

    private const string SelectChanged = $"SELECT {KeyColumns} FROM api_key WHERE version > @version ORDER BY version";

    private const string SelectPage = $"SELECT {KeyColumns} FROM api_key WHERE id > @after ORDER BY id LIMIT @limit";

    private const string SelectKey = $"SELECT {KeyColumns} FROM api_key WHERE id = @id";

    private const string TakeVersion = "UPDATE access_change SET version = version + 1 WHERE id = 1 RETURNING version";

    private const string InsertKey = """
        INSERT INTO api_key (id, secret_hash, name, scopes, plan, created_at, expires_at, revoked_at, replaced_by, version)
        VALUES (@id, @hash, @name, @scopes, @plan, @createdAt, @expiresAt, NULL, NULL, @version)
        """;

    private const string UpdateRevoked = """
        UPDATE api_key SET revoked_at = @now, version = @version
        WHERE id = @id AND revoked_at IS NULL
        """;

    private const string UpdateEnd = """
        UPDATE api_key SET expires_at = @expiresAt, version = @version
        WHERE id = @id AND revoked_at IS NULL AND replaced_by IS NULL
        """;

    private const string UpdateReplaced = "UPDATE api_key SET replaced_by = @replacedBy WHERE id = @id";

    private const string AddUsage = """
        INSERT INTO api_key_usage (key_id, month, requests)
        VALUES (@key, @month, @requests)
        ON CONFLICT (key_id, month) DO UPDATE SET requests = api_key_usage.requests + excluded.requests
        RETURNING requests
        """;

    private const string SelectUsage = "SELECT key_id, requests FROM api_key_usage WHERE month = @month";

    private const string InsertAudit = """
        INSERT INTO audit_entry (at, actor, address, act, target, detail)
        VALUES (@at, @actor, @address, @act, @target, @detail)
        """;

    private const string SelectAudit = """
        SELECT id, at, actor, address, act, target, detail
        FROM audit_entry
        WHERE id < @before
        ORDER BY id DESC
        LIMIT @limit
        """;

    /// <summary>The keys that changed after a version, in the order of their changes; after 0: all keys.</summary>
    public Task<IReadOnlyList<ApiKey>> ReadChangesAsync(long version, CancellationToken cancellationToken) =>
        ListAsync(SelectChanged, new { version }, ReadKey, cancellationToken);

    /// <summary>Keys with an id above <paramref name="after"/>, by id, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<ApiKey>> ReadPageAsync(string after, int limit, CancellationToken cancellationToken) =>
        ListAsync(SelectPage, new { after, limit }, ReadKey, cancellationToken);

    /// <summary>A key; null if there is none of that id.</summary>
    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ListAsync(SelectKey, new { id }, ReadKey, cancellationToken)).SingleOrDefault();

    /// <summary>Adds a key.</summary>
    public Task AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                await InsertAsync(transaction, key, await TakeVersionAsync(transaction, cancellationToken), cancellationToken);
                return await AppendAsync(transaction, audit, cancellationToken);
            },
            cancellationToken);

    /// <summary>Revokes a key; false, and no key changes, if it is revoked already or there is none.</summary>
    public Task<bool> RevokeAsync(string id, DateTimeOffset now, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var version = await TakeVersionAsync(transaction, cancellationToken);
                var changed = await ExecuteAsync(transaction, UpdateRevoked, new { id, now = database.Times.ToParameter(now), version }, cancellationToken);
                return changed == 1 && await AppendAsync(transaction, audit, cancellationToken);
            },
            cancellationToken);

    /// <summary>
    /// Adds a key in the place of another, which ends at <paramref name="endsAt"/>; false, and no key changes, if that one is revoked
    /// or replaced already.
    /// </summary>
    public Task<bool> ReplaceAsync(string id, DateTimeOffset endsAt, ApiKey replacement, AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var version = await TakeVersionAsync(transaction, cancellationToken);
                if (await ExecuteAsync(transaction, UpdateEnd, new { id, expiresAt = database.Times.ToParameter(endsAt), version }, cancellationToken) == 0)
                {
                    return false;
                }

                await InsertAsync(transaction, replacement, version, cancellationToken);
                await ExecuteAsync(transaction, UpdateReplaced, new { id, replacedBy = replacement.Id }, cancellationToken);
                return await AppendAsync(transaction, audit, cancellationToken);
            },
            cancellationToken);

    /// <summary>Adds what keys have used since the last call, and gives each one's new total over all replicas.</summary>
    public Task<IReadOnlyList<long>> AddUsageAsync(IReadOnlyList<KeyUse> uses, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<long>>(
            async transaction =>
            {
                var totals = new long[uses.Count];

                // Replicas that write the same keys take them in one order.
                foreach (var (place, use) in uses.Index().OrderBy(entry => entry.Item.Key, StringComparer.Ordinal).ThenBy(entry => entry.Item.Month, StringComparer.Ordinal))
                {
                    totals[place] = await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(
                        AddUsage, new { key = use.Key, month = use.Month, requests = use.Requests }, transaction, cancellationToken: cancellationToken));
                }

                return totals;
            },
            cancellationToken);

    /// <summary>What each key has used in a month; those that used nothing are left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadUsageAsync(string month, CancellationToken cancellationToken) =>
        (await ListAsync(SelectUsage, new { month }, row => (Key: row.Text(0), Requests: row.Long(1)), cancellationToken))
            .ToDictionary(use => use.Key, use => use.Requests);

    /// <summary>Records an act that has no table of its own here.</summary>
    public Task RecordAsync(AuditEntry audit, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => AppendAsync(transaction, audit, cancellationToken), cancellationToken);

    /// <summary>Acts recorded before one, newest first, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<RecordedAct>> ReadAuditAsync(long before, int limit, CancellationToken cancellationToken) =>
        ListAsync(
            SelectAudit,
            new { before, limit },
            row => new RecordedAct(row.Long(0), new AuditEntry(row.Time(1), row.Text(2), row.TextOrNull(3), row.Text(4), row.Text(5), row.Text(6))),
            cancellationToken);

    private static ApiKey ReadKey(RowReader row) => new(
        row.Text(0),
        row.Bytes(1),
        row.Text(2),
        AccessScopesText.FromStored(row.Text(3)),
        row.Text(4),
        row.Time(5),
        row.TimeOrNull(6),
        row.TimeOrNull(7),
        row.TextOrNull(8),
        row.Long(9));

    private static Task<long> TakeVersionAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(TakeVersion, null, transaction, cancellationToken: cancellationToken));

    private Task<int> InsertAsync(DbTransaction transaction, ApiKey key, long version, CancellationToken cancellationToken) =>
        ExecuteAsync(
            transaction,
            InsertKey,
            new
            {
                id = key.Id,
                hash = key.SecretHash,
                name = key.Name,
                scopes = AccessScopesText.ToStored(key.Scopes),
                plan = key.Plan,
                createdAt = database.Times.ToParameter(key.CreatedAt),
                expiresAt = key.ExpiresAt is { } end ? database.Times.ToParameter(end) : null,
                version,
            },
            cancellationToken);

    private async Task<bool> AppendAsync(DbTransaction transaction, AuditEntry audit, CancellationToken cancellationToken)
    {
        var at = database.Times.ToParameter(audit.At);
        var parameters = new { at, actor = audit.Actor, address = audit.Address, act = audit.Act, target = audit.Target, detail = audit.Detail };
        await ExecuteAsync(transaction, InsertAudit, parameters, cancellationToken);
        return true;
    }

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object parameters, Func<RowReader, T> read, CancellationToken cancellationToken)
    {
        // SQLite's driver has no asynchronous input and output: from here on it does not hold the caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var row = new RowReader(reader, database.Times);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(read(row));
        }

        return items;
    }
}
