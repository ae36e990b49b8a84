using MarketData.Candles;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteCandleStore
{
    // Rows and pages of one transaction: a few milliseconds each, so that polls get their turn between them.
    private const int BatchRows = 10_000;
    private const int BatchPages = 1_000;

    // From key to key, because what is old lies at the beginning of each asset's range and not in one place of the table.
    private const string SelectNextAssetOfCandles = "SELECT MIN(asset_id) FROM candle WHERE asset_id > @after";

    private const string SelectNextAssetOfPoints = "SELECT MIN(asset_id) FROM price_point WHERE asset_id > @after";

    private const string DeleteCandles = "DELETE FROM candle WHERE asset_id = @assetId AND interval = '(interval)' AND open_time < @cutoff";

    private const string DeletePoints = "DELETE FROM price_point WHERE asset_id = @assetId AND at < @cutoff";

    private const string DeleteGlobalPoints = "DELETE FROM global_point WHERE at < @cutoff";

    private const string DeleteCategoryPoints = "DELETE FROM category_point WHERE at < @cutoff";

    private const string CountFreePages = "PRAGMA freelist_count";

    private static readonly Dictionary<CandleInterval, string> DeleteCandlesOf = CandleSql.ForEachInterval(DeleteCandles);

    private static readonly string GiveBack = $"PRAGMA incremental_vacuum({BatchPages})";

    public async Task<long> RemoveOlderAsync(HistoryCutoffs cutoffs, long? epoch, CancellationToken cancellationToken)
    {
        Task<long> Candles(CandleInterval interval, DateTimeOffset? cutoff) =>
            DeleteAsync(SelectNextAssetOfCandles, DeleteCandlesOf[interval], cutoff, cancellationToken);

        var removed = await Candles(CandleInterval.FiveMinutes, cutoffs.FiveMinutes)
            + await Candles(CandleInterval.OneHour, cutoffs.OneHour)
            + await Candles(CandleInterval.OneDay, cutoffs.OneDay)
            + await DeleteAsync(SelectNextAssetOfPoints, DeletePoints, cutoffs.Points, cancellationToken)
            + await DeleteAsync(DeleteGlobalPoints, cutoffs.OneDay, cancellationToken)
            + await DeleteAsync(DeleteCategoryPoints, cutoffs.OneDay, cancellationToken);
        if (removed > 0)
        {
            await GiveBackAsync(cancellationToken);
        }

        return removed;
    }

    /// <summary>Deletes what is older of one asset after the other, in transactions of about <see cref="BatchRows"/>.</summary>
    private async Task<long> DeleteAsync(string selectNextAsset, string delete, DateTimeOffset? cutoff, CancellationToken cancellationToken)
    {
        var removed = 0L;
        long? after = long.MinValue;
        while (cutoff is { } before && after is not null)
        {
            var batch = await database.WriteAsync(
                transaction => DeleteBatch(transaction, selectNextAsset, delete, after.Value, before, cancellationToken), cancellationToken);
            removed += batch.Removed;
            after = batch.LastAsset;
        }

        return removed;
    }

    /// <returns>The rows that went, and the last asset that was looked at; null when it was the last of all.</returns>
    private static (long Removed, long? LastAsset) DeleteBatch(
        SqliteTransaction transaction,
        string selectNextAsset,
        string delete,
        long after,
        DateTimeOffset cutoff,
        CancellationToken cancellationToken)
    {
        using var next = new SqliteStatement(transaction, selectNextAsset);
        using var remove = new SqliteStatement(transaction, delete);
        var removed = 0L;
        for (var steps = 0; removed < BatchRows && steps < BatchRows; steps++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (next.Scalar(after) is not long asset)
            {
                return (removed, null);
            }

            removed += remove.Execute(asset, cutoff);
            after = asset;
        }

        return (removed, after);
    }

    private async Task<long> DeleteAsync(string sql, DateTimeOffset? cutoff, CancellationToken cancellationToken) =>
        cutoff is not { } before ? 0 : await database.WriteAsync(
            transaction =>
            {
                using var delete = new SqliteStatement(transaction, sql);
                return delete.Execute(before);
            },
            cancellationToken);

    /// <summary>Makes the file smaller by the pages that are free. Does nothing in a file that was made without <c>auto_vacuum</c>.</summary>
    private async Task GiveBackAsync(CancellationToken cancellationToken)
    {
        bool gave;
        do
        {
            gave = await database.WriteAsync(GiveBackBatch, cancellationToken);
        }
        while (gave);
    }

    private static bool GiveBackBatch(SqliteTransaction transaction)
    {
        using var count = new SqliteStatement(transaction, CountFreePages);
        var before = (long)count.Scalar()!;
        using var vacuum = new SqliteStatement(transaction, GiveBack);

        // Each step of the statement gives back one page.
        using (var pages = vacuum.Query())
        {
            while (pages.Read())
            {
            }
        }

        var left = (long)count.Scalar()!;
        return left > 0 && left < before;
    }
}
