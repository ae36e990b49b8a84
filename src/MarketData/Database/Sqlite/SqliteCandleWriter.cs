using MarketData.Candles;
using MarketData.Markets;
using Microsoft.Data.Sqlite;
using static MarketData.Database.Sqlite.SqliteMarketStore;

namespace MarketData.Database.Sqlite;

/// <summary>Writes history, within the transaction of whoever calls. Rows come from <see cref="CommitResolver"/>: one for each key.</summary>
internal static class SqliteCandleWriter
{
    private const string UpsertCandle = $"""
        INSERT INTO candle ({CandleSql.Columns})
        VALUES (
            @assetId, @interval, @openTime, @origin, @open, @high, @low, @close, @volume, @marketCap, @volume24h, @firstAt, @lastAt, @source)
        {CandleSql.ReplaceCandle}
        """;

    private const string InsertCorrection = $"""
        INSERT INTO candle_correction ({CandleSql.CorrectionColumns})
        VALUES (
            @assetId, @correctedAt, @interval, @openTime, @origin, @reason,
            @beforeOpen, @beforeHigh, @beforeLow, @beforeClose, @beforeVolume, @beforeMarketCap, @beforeVolume24h,
            @beforeFirstAt, @beforeLastAt, @beforeSource,
            @afterOpen, @afterHigh, @afterLow, @afterClose, @afterVolume, @afterMarketCap, @afterVolume24h,
            @afterFirstAt, @afterLastAt, @afterSource)
        {CandleSql.KeepCorrection}
        """;

    private const string UpsertGlobalPoint = $"""
        INSERT INTO global_point (at, computed_at, market_cap, volume_24h, assets, dominance)
        VALUES (@at, @computedAt, @marketCap, @volume24h, @assets, @dominance)
        {CandleSql.KeepNewerGlobalPoint}
        """;

    private const string UpsertCategoryPoint = $"""
        INSERT INTO category_point (category_id, at, computed_at, market_cap, volume_24h, members)
        VALUES (@categoryId, @at, @computedAt, @marketCap, @volume24h, @members)
        {CandleSql.KeepNewerCategoryPoint}
        """;

    private const string UpsertExtreme = $"""
        INSERT INTO price_extreme ({ExtremeSql.Columns})
        VALUES (@assetId, @kind, @price, @at, @source)
        {ExtremeSql.KeepFurthest}
        """;

    /// <summary>Writes candles; one that exists is replaced. The extremes of those of providers are written with them.</summary>
    public static void WriteCandles(SqliteTransaction transaction, IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        ForEach(
            transaction,
            UpsertCandle,
            candles,
            (upsert, candle) => upsert.Execute(
                candle.AssetId,
                candle.Interval.Name(),
                candle.OpenTime,
                StoredEnum<CandleOrigin>.ToText(candle.Origin),
                candle.Open,
                candle.High,
                candle.Low,
                candle.Close,
                candle.Volume,
                candle.MarketCap,
                candle.Volume24h,
                candle.FirstAt,
                candle.LastAt,
                candle.Source),
            cancellationToken);

        // Those of our own come from points, which know the time better.
        var provided = candles.Where(candle => candle.Origin == CandleOrigin.Provider);
        WriteExtremes(transaction, PriceExtreme.Furthest(provided.SelectMany(PriceExtreme.Of)), cancellationToken);
    }

    /// <summary>Writes extremes of prices; one that is not beyond the stored one changes nothing.</summary>
    public static void WriteExtremes(
        SqliteTransaction transaction, IReadOnlyList<PriceExtreme> extremes, CancellationToken cancellationToken) =>
        ForEach(
            transaction,
            UpsertExtreme,
            extremes,
            (upsert, extreme) => upsert.Execute(
                extreme.AssetId, StoredEnum<ExtremeKind>.ToText(extreme.Kind), extreme.Price, extreme.At, extreme.Source),
            cancellationToken);

    public static void WriteCorrections(
        SqliteTransaction transaction, IReadOnlyList<CandleCorrection> corrections, CancellationToken cancellationToken) =>
        ForEach(transaction, InsertCorrection, corrections, WriteCorrection, cancellationToken);

    /// <param name="transaction">The transaction.</param>
    /// <param name="total">Totals of the market; null writes none.</param>
    /// <param name="categories">Totals of the categories.</param>
    /// <param name="computedAt">When they were summed, by our clock.</param>
    /// <param name="cancellationToken">Looked at between rows.</param>
    public static void WriteTotals(
        SqliteTransaction transaction,
        GlobalPoint? total,
        IReadOnlyList<CategoryPoint> categories,
        DateTimeOffset computedAt,
        CancellationToken cancellationToken)
    {
        ForEach<GlobalPoint>(
            transaction,
            UpsertGlobalPoint,
            total is null ? [] : [total],
            (upsert, point) => upsert.Execute(
                point.At, computedAt, point.MarketCap, point.Volume24h, point.Assets, StoredShares.ToText(point.DominancePercentages)),
            cancellationToken);
        ForEach(
            transaction,
            UpsertCategoryPoint,
            categories,
            (upsert, point) => upsert.Execute(
                point.CategoryId, point.At, computedAt, point.MarketCap, point.Volume24h, point.Members),
            cancellationToken);
    }

    private static void WriteCorrection(SqliteStatement insert, CandleCorrection correction)
    {
        var (before, after) = (correction.Before, correction.After);
        insert.Execute(
            after.AssetId,
            correction.CorrectedAt,
            after.Interval.Name(),
            after.OpenTime,
            StoredEnum<CandleOrigin>.ToText(after.Origin),
            correction.Reason,
            before.Open,
            before.High,
            before.Low,
            before.Close,
            before.Volume,
            before.MarketCap,
            before.Volume24h,
            before.FirstAt,
            before.LastAt,
            before.Source,
            after.Open,
            after.High,
            after.Low,
            after.Close,
            after.Volume,
            after.MarketCap,
            after.Volume24h,
            after.FirstAt,
            after.LastAt,
            after.Source);
    }
}
