using MarketData.Candles;
using MarketData.Markets;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

/// <summary>The history in a SQLite file. Reads go on beside the one writer.</summary>
internal sealed partial class SqliteCandleStore(SqliteDatabase database, ILogger<SqliteCandleStore> logger) : ICandleStore
{
    // From asset to asset through the key, in this order: CROSS JOIN keeps SQLite from changing it.
    private const string SelectLatest = $"""
        SELECT {CandleSql.Selected}
        FROM asset
        CROSS JOIN candle ON candle.asset_id = asset.id
        WHERE candle.interval = '(interval)' AND candle.origin = 'own' AND candle.open_time = (
            SELECT MAX(last.open_time) FROM candle AS last
            WHERE last.asset_id = asset.id AND last.interval = '(interval)' AND last.origin = 'own')
        ORDER BY asset.id
        """;

    private const string SelectByKey = $"""
        SELECT {CandleSql.Selected}
        FROM candle
        WHERE candle.asset_id = @assetId AND candle.interval = @interval AND candle.open_time = @openTime AND candle.origin = 'own'
        """;

    private readonly CandleReader _reader =
        new(database.OpenAsync, SqliteTime.Instance, CandleSql.ForEachInterval(SelectLatest), logger);

    public Task<IReadOnlyList<Candle>> LoadLatestAsync(CancellationToken cancellationToken) => _reader.LoadLatestAsync(cancellationToken);

    public Task<IReadOnlyList<Candle>> FindAsync(IReadOnlyList<CandleKey> keys, CancellationToken cancellationToken) =>
        Task.Run(() => FindOnPoolAsync(keys, cancellationToken), cancellationToken);

    public Task PutAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        var rows = CommitResolver.Resolve(candles);
        return rows.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            transaction =>
            {
                SqliteCandleWriter.WriteCandles(transaction, rows, cancellationToken);
                return true;
            },
            cancellationToken);
    }

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

    private async Task<IReadOnlyList<Candle>> FindOnPoolAsync(IReadOnlyList<CandleKey> keys, CancellationToken cancellationToken)
    {
        await using var connection = (SqliteConnection)await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: true);
        using var select = new SqliteStatement(transaction, SelectByKey);
        var candles = new List<Candle>();
        foreach (var key in keys.Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var reader = select.Query(key.AssetId, key.Interval.Name(), key.OpenTime);
            var row = new RowReader(reader, SqliteTime.Instance);
            while (reader.Read())
            {
                var candle = CandleRows.Candle(row);

                // One that cannot be held is as good as none: it is folded anew from the points.
                if (row.TakeUnreadable() is null)
                {
                    candles.Add(candle);
                }
            }
        }

        return candles;
    }
}
