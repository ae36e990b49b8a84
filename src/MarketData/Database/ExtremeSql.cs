using MarketData.Markets;

namespace MarketData.Database;

/// <summary>What both engines say of the extremes of prices in the same words.</summary>
internal static class ExtremeSql
{
    /// <summary>The columns of <c>price_extreme</c>, in the order in which rows are written.</summary>
    public const string Columns = "asset_id, kind, price, at, source";

    public const string SelectAll = "SELECT asset_id, kind, CAST(price AS text) AS price, at, source FROM price_extreme ORDER BY asset_id, kind";

    /// <summary>Ends an INSERT: one that is not beyond the stored one changes nothing. SQLite compares as doubles.</summary>
    public const string KeepFurthest = """
        ON CONFLICT (asset_id, kind) DO UPDATE SET
            price = excluded.price,
            at = excluded.at,
            source = excluded.source
        WHERE (excluded.kind = 'ath' AND CAST(excluded.price AS numeric) > CAST(price_extreme.price AS numeric))
            OR (excluded.kind = 'atl' AND CAST(excluded.price AS numeric) < CAST(price_extreme.price AS numeric))
            OR (excluded.price = price_extreme.price AND excluded.at < price_extreme.at)
        """;

    /// <summary>Finds the highest price anew for the assets that have lost theirs with a source.</summary>
    public const string RestoreHighest = """
        INSERT INTO price_extreme (asset_id, kind, price, at, source)
        SELECT asset_id, 'ath', high, CASE WHEN first_at = last_at THEN first_at ELSE open_time END, source
        FROM (
            SELECT candle.*, ROW_NUMBER() OVER (PARTITION BY asset_id ORDER BY CAST(high AS double precision) DESC, open_time) AS place
            FROM candle
            WHERE interval = '1d' AND source <> @source AND asset_id IN (
                SELECT id FROM asset WHERE NOT EXISTS (SELECT 1 FROM price_extreme WHERE asset_id = asset.id AND kind = 'ath'))) AS ranked
        WHERE place = 1
        """;

    /// <summary>Finds the lowest price anew, likewise.</summary>
    public const string RestoreLowest = """
        INSERT INTO price_extreme (asset_id, kind, price, at, source)
        SELECT asset_id, 'atl', low, CASE WHEN first_at = last_at THEN first_at ELSE open_time END, source
        FROM (
            SELECT candle.*, ROW_NUMBER() OVER (PARTITION BY asset_id ORDER BY CAST(low AS double precision), open_time) AS place
            FROM candle
            WHERE interval = '1d' AND source <> @source AND asset_id IN (
                SELECT id FROM asset WHERE NOT EXISTS (SELECT 1 FROM price_extreme WHERE asset_id = asset.id AND kind = 'atl'))) AS ranked
        WHERE place = 1
        """;

    public static PriceExtreme Extreme(RowReader row) => new(row.Int(0), row.Enum<ExtremeKind>(1), row.Money(2), row.Time(3), row.Text(4));
}
