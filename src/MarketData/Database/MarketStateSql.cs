namespace MarketData.Database;

/// <summary>The reads of which a <see cref="MarketState"/> is made; <see cref="MarketRows"/> reads their columns in this order.</summary>
internal static class MarketStateSql
{
    public const string Assets = "SELECT id, slug, symbol, name, image_url, first_seen FROM asset ORDER BY id";

    public const string SourceIds =
        "SELECT source, source_id, asset_id, matched_by FROM asset_source_id ORDER BY source, source_id";

    public const string Contracts = "SELECT platform, address, asset_id FROM asset_contract ORDER BY platform, address";

    public const string Categories = """
        SELECT id, name, description, provider_source, CAST(provider_market_cap AS text),
            provider_market_cap_change_percentage_24h, CAST(provider_volume_24h AS text), provider_as_of, provider_received_at
        FROM category
        ORDER BY id
        """;

    public const string AssetCategories = "SELECT asset_id, category_id FROM asset_category ORDER BY asset_id, category_id";

    public const string Quotes = """
        SELECT asset_id, source, CAST(price AS text) AS price, CAST(market_cap AS text) AS market_cap,
            CAST(fully_diluted_valuation AS text) AS fully_diluted_valuation, CAST(volume_24h AS text) AS volume_24h,
            CAST(circulating_supply AS text) AS circulating_supply, circulating_supply_basis,
            CAST(total_supply AS text) AS total_supply, CAST(max_supply AS text) AS max_supply,
            CAST(high_24h AS text) AS high_24h, CAST(low_24h AS text) AS low_24h,
            CAST(price_change_24h AS text) AS price_change_24h, CAST(market_cap_change_24h AS text) AS market_cap_change_24h,
            market_cap_change_percentage_24h,
            price_change_percentage_1h, price_change_percentage_24h, price_change_percentage_7d, price_change_percentage_14d,
            price_change_percentage_30d, price_change_percentage_200d, price_change_percentage_1y,
            CAST(ath AS text) AS ath, ath_date, ath_change_percentage, CAST(atl AS text) AS atl, atl_date, atl_change_percentage,
            roi_times, roi_currency, roi_percentage, source_rank, as_of, received_at
        FROM quote
        ORDER BY asset_id, source
        """;

    // Steps from currency to currency through the key: the table keeps every rate that ever was.
    public const string FxRates = """
        WITH RECURSIVE known (currency) AS (
            SELECT MIN(currency) FROM fx_rate
            UNION ALL
            SELECT (SELECT MIN(rate.currency) FROM fx_rate AS rate WHERE rate.currency > known.currency)
            FROM known WHERE known.currency IS NOT NULL)
        SELECT rate.currency, rate.at, rate.name, rate.kind, CAST(rate.units_per_usd AS text) AS units_per_usd, rate.source,
            rate.as_of, rate.received_at
        FROM known
        JOIN fx_rate AS rate ON rate.currency = known.currency
            AND rate.at = (SELECT MAX(last.at) FROM fx_rate AS last WHERE last.currency = known.currency)
        ORDER BY rate.currency
        """;

    public const string Tvls =
        "SELECT asset_id, source, CAST(tvl AS text) AS tvl, received_at FROM asset_tvl ORDER BY asset_id, source";

    public const string Sentiments = """
        SELECT point.source, point.at, point.value, point.classification, point.received_at
        FROM sentiment_point AS point
        WHERE point.at = (SELECT MAX(last.at) FROM sentiment_point AS last WHERE last.source = point.source)
        ORDER BY point.source
        """;

    public const string Collisions = """
        SELECT source, source_id, symbol, name, CAST(candidates AS text), seen_at
        FROM identity_collision
        ORDER BY source, source_id
        """;
}
