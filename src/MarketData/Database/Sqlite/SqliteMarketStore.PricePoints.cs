using MarketData.Markets;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteMarketStore
{
    private const string UpsertPricePoint = """
        INSERT INTO price_point (asset_id, at, as_of, price, market_cap, volume_24h, source)
        VALUES (@assetId, @at, @asOf, @price, @marketCap, @volume24h, @source)
        ON CONFLICT (asset_id, at) DO UPDATE SET
            as_of = excluded.as_of,
            price = excluded.price,
            market_cap = excluded.market_cap,
            volume_24h = excluded.volume_24h,
            source = excluded.source
        WHERE price_point.as_of <= excluded.as_of
        """;

    internal static void WritePricePoints(
        SqliteTransaction transaction, IReadOnlyList<PricePoint> points, CancellationToken cancellationToken) =>
        ForEach(
            transaction,
            UpsertPricePoint,
            points,
            (upsert, point) => upsert.Execute(
                point.AssetId, point.At, point.AsOf, point.Price, point.MarketCap, point.Volume24h, point.Source),
            cancellationToken);
}
