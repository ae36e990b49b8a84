using MarketData.Candles;
using MarketData.Markets;
using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>The history on PostgreSQL. A connection for each call; a write is one transaction.</summary>
internal sealed partial class PostgresCandleStore(NpgsqlDataSource dataSource, ILogger<PostgresCandleStore> logger) : ICandleStore
{
    // From asset to asset through the key: each look ends at the first row it meets, in the newest partition that has one.
    private const string SelectLatest = $"""
        SELECT {CandleSql.Selected}
        FROM asset
        CROSS JOIN LATERAL (
            SELECT {CandleSql.Columns}
            FROM candle AS last
            WHERE last.asset_id = asset.id AND last.interval = '(interval)' AND last.origin = 'own'
            ORDER BY last.open_time DESC
            LIMIT 1) AS candle
        ORDER BY candle.asset_id
        """;

    private readonly CandleReader _reader = new(
        async cancellationToken => await dataSource.OpenConnectionAsync(cancellationToken),
        PostgresTime.Instance,
        CandleSql.ForEachInterval(SelectLatest),
        logger);

    public Task<IReadOnlyList<Candle>> LoadLatestAsync(CancellationToken cancellationToken) => _reader.LoadLatestAsync(cancellationToken);

    public IAsyncEnumerable<Candle> ReadAsync(
        int assetId, CandleInterval interval, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _reader.ReadAsync(assetId, interval, from, to, limit, cancellationToken);

    public Task<IReadOnlyList<Candle>> ReadNewestAsync(
        int assetId, CandleInterval interval, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _reader.ReadNewestAsync(assetId, interval, before, limit, cancellationToken);

    public Task<IReadOnlyList<Candle>> ReadDayAsync(DateTimeOffset day, CancellationToken cancellationToken) =>
        _reader.ReadDayAsync(day, cancellationToken);

    public IAsyncEnumerable<CandleClose> ReadClosesAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _reader.ReadClosesAsync(interval, from, to, cancellationToken);

    public IAsyncEnumerable<Candle> ReadAllAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _reader.ReadAllAsync(interval, from, to, cancellationToken);

    public IAsyncEnumerable<AssetDay> ReadDaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _reader.ReadDaysAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<CandleCorrection>> ReadCorrectionsAsync(int assetId, int limit, CancellationToken cancellationToken) =>
        _reader.ReadCorrectionsAsync(assetId, limit, cancellationToken);

    public IAsyncEnumerable<PricePoint> ReadPointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _reader.ReadPointsAsync(assetId, from, to, cancellationToken);

    public Task<IReadOnlyList<GlobalPoint>> ReadGlobalAsync(
        DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _reader.ReadGlobalAsync(from, to, limit, cancellationToken);

    public Task<IReadOnlyList<CategoryPoint>> ReadCategoryAsync(
        string categoryId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _reader.ReadCategoryAsync(categoryId, from, to, limit, cancellationToken);

    public async Task PutAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        var rows = CommitResolver.Resolve(candles);
        if (rows.Count == 0)
        {
            return;
        }

        // Not under the lock of commits: a long back-fill must not hold up polls. Writers of the same rows take them in one order.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await PostgresCandleWriter.EnsurePartitionsAsync(connection, rows, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await PostgresCandleWriter.UpsertAsync(connection, rows, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
