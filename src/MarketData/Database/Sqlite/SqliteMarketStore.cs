using System.Data;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

/// <summary>The store on a SQLite file. Reads go on beside the one writer.</summary>
internal sealed partial class SqliteMarketStore(SqliteDatabase database, ILogger<SqliteMarketStore> logger) : IMarketStore
{
    private readonly MarketReader _reader = new(database.OpenAsync, IsolationLevel.Serializable, SqliteTime.Instance, logger);

    public string Engine => "sqlite";

    // The driver has no asynchronous input and output: on the thread pool its waits do not hold the caller.
    public Task<MarketState> LoadAsync(CancellationToken cancellationToken) =>
        Task.Run(() => _reader.LoadAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<PricePoint>> GetPricePointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        Task.Run(() => _reader.GetPricePointsAsync(assetId, from, to, limit, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<QuarantinedQuote>> GetQuarantineAsync(QuarantineFilter filter, CancellationToken cancellationToken) =>
        Task.Run(() => _reader.GetQuarantineAsync(filter, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<IngestionRun>> GetLastRunsAsync(CancellationToken cancellationToken) =>
        Task.Run(() => _reader.GetLastRunsAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<string, int>> CountRequestsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.Run(() => _reader.CountRequestsAsync(since, cancellationToken), cancellationToken);

    public Task<SnapshotStamp?> FindPublishedAsync(CancellationToken cancellationToken) =>
        Task.Run(() => _reader.FindPublishedAsync(cancellationToken), cancellationToken);

    public Task PublishAsync(SnapshotStamp stamp, long? epoch, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            WritePublished(transaction, stamp);
            return true;
        },
        cancellationToken);

    /// <summary>Runs a statement for each row; the token is looked at between rows.</summary>
    internal static void ForEach<T>(
        SqliteTransaction transaction, string sql, IReadOnlyList<T> rows, Action<SqliteStatement, T> execute, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var statement = new SqliteStatement(transaction, sql);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            execute(statement, row);
        }
    }
}
