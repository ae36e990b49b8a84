using System.Data;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Snapshots;
using Npgsql;
using NpgsqlTypes;

namespace MarketData.Database.Postgres;

/// <summary>The store on PostgreSQL. A connection for each call; a write is one transaction.</summary>
internal sealed partial class PostgresMarketStore(NpgsqlDataSource dataSource, ILogger<PostgresMarketStore> logger) : IMarketStore
{
    private readonly MarketReader _reader = new(
        async cancellationToken => await dataSource.OpenConnectionAsync(cancellationToken),
        IsolationLevel.RepeatableRead,
        PostgresTime.Instance,
        logger);

    public string Engine => "postgresql";

    public Task<MarketState> LoadAsync(CancellationToken cancellationToken) => _reader.LoadAsync(cancellationToken);

    public Task<IReadOnlyList<PricePoint>> GetPricePointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _reader.GetPricePointsAsync(assetId, from, to, limit, cancellationToken);

    public Task<IReadOnlyList<QuarantinedQuote>> GetQuarantineAsync(QuarantineFilter filter, CancellationToken cancellationToken) =>
        _reader.GetQuarantineAsync(filter, cancellationToken);

    public Task<IReadOnlyList<IngestionRun>> GetLastRunsAsync(CancellationToken cancellationToken) => _reader.GetLastRunsAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, int>> CountRequestsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        _reader.CountRequestsAsync(since, cancellationToken);

    public Task<SnapshotStamp?> FindPublishedAsync(CancellationToken cancellationToken) => _reader.FindPublishedAsync(cancellationToken);

    internal static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>One column of many rows, as the array that a statement unnests.</summary>
    internal static NpgsqlParameter<TValue[]> Column<TRow, TValue>(string name, IReadOnlyList<TRow> rows, Func<TRow, TValue> value) =>
        new(name, [.. rows.Select(value)]);

    internal static NpgsqlParameter<string?[]> Texts<TRow>(string name, IReadOnlyList<TRow> rows, Func<TRow, string?> value) =>
        Column(name, rows, row => Storable(value(row)));

    internal static NpgsqlParameter<DateTimeOffset?[]> Times<TRow>(string name, IReadOnlyList<TRow> rows, Func<TRow, DateTimeOffset?> value) =>
        new(name, [.. rows.Select(row => value(row)?.ToUniversalTime())]) { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    /// <summary>The first and the last time of some rows, as <c>@first</c> and <c>@last</c>.</summary>
    internal static NpgsqlParameter[] Bounds<TRow>(IReadOnlyList<TRow> rows, Func<TRow, DateTimeOffset> time) =>
    [
        new NpgsqlParameter<DateTimeOffset>("first", rows.Min(time).ToUniversalTime()),
        new NpgsqlParameter<DateTimeOffset>("last", rows.Max(time).ToUniversalTime()),
    ];

    /// <summary>PostgreSQL holds no NUL in a text; one in a provider's name must not cost the whole commit.</summary>
    internal static string? Storable(string? text) =>
        text is not null && text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
}
