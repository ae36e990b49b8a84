namespace MarketData.Database;

/// <summary>What both engines say of quotes in the same words.</summary>
internal static class QuoteSql
{
    /// <summary>The columns, in the order in which rows are written.</summary>
    public const string Columns = """
        asset_id, source, price, market_cap, fully_diluted_valuation, volume_24h,
        circulating_supply, circulating_supply_basis, total_supply, max_supply, high_24h, low_24h,
        price_change_24h, market_cap_change_24h, market_cap_change_percentage_24h,
        price_change_percentage_1h, price_change_percentage_24h, price_change_percentage_7d, price_change_percentage_14d,
        price_change_percentage_30d, price_change_percentage_200d, price_change_percentage_1y,
        ath, ath_date, ath_change_percentage, atl, atl_date, atl_change_percentage,
        roi_times, roi_currency, roi_percentage, source_rank, as_of, received_at
        """;

    /// <summary>The assignments of an UPDATE by <c>excluded</c>: an unknown field keeps what is known.</summary>
    public const string SetNewerAndKnown = """
        price = excluded.price,
        market_cap = COALESCE(excluded.market_cap, quote.market_cap),
        fully_diluted_valuation = COALESCE(excluded.fully_diluted_valuation, quote.fully_diluted_valuation),
        volume_24h = COALESCE(excluded.volume_24h, quote.volume_24h),
        circulating_supply = COALESCE(excluded.circulating_supply, quote.circulating_supply),
        circulating_supply_basis = CASE WHEN excluded.circulating_supply IS NULL
            THEN quote.circulating_supply_basis ELSE excluded.circulating_supply_basis END,
        total_supply = COALESCE(excluded.total_supply, quote.total_supply),
        max_supply = COALESCE(excluded.max_supply, quote.max_supply),
        high_24h = COALESCE(excluded.high_24h, quote.high_24h),
        low_24h = COALESCE(excluded.low_24h, quote.low_24h),
        price_change_24h = COALESCE(excluded.price_change_24h, quote.price_change_24h),
        market_cap_change_24h = COALESCE(excluded.market_cap_change_24h, quote.market_cap_change_24h),
        market_cap_change_percentage_24h =
            COALESCE(excluded.market_cap_change_percentage_24h, quote.market_cap_change_percentage_24h),
        price_change_percentage_1h = COALESCE(excluded.price_change_percentage_1h, quote.price_change_percentage_1h),
        price_change_percentage_24h = COALESCE(excluded.price_change_percentage_24h, quote.price_change_percentage_24h),
        price_change_percentage_7d = COALESCE(excluded.price_change_percentage_7d, quote.price_change_percentage_7d),
        price_change_percentage_14d = COALESCE(excluded.price_change_percentage_14d, quote.price_change_percentage_14d),
        price_change_percentage_30d = COALESCE(excluded.price_change_percentage_30d, quote.price_change_percentage_30d),
        price_change_percentage_200d = COALESCE(excluded.price_change_percentage_200d, quote.price_change_percentage_200d),
        price_change_percentage_1y = COALESCE(excluded.price_change_percentage_1y, quote.price_change_percentage_1y),
        ath = COALESCE(excluded.ath, quote.ath),
        ath_date = CASE WHEN excluded.ath IS NULL THEN quote.ath_date ELSE excluded.ath_date END,
        ath_change_percentage = excluded.ath_change_percentage,
        atl = COALESCE(excluded.atl, quote.atl),
        atl_date = CASE WHEN excluded.atl IS NULL THEN quote.atl_date ELSE excluded.atl_date END,
        atl_change_percentage = excluded.atl_change_percentage,
        roi_times = COALESCE(excluded.roi_times, quote.roi_times),
        roi_currency = COALESCE(excluded.roi_currency, quote.roi_currency),
        roi_percentage = COALESCE(excluded.roi_percentage, quote.roi_percentage),
        source_rank = COALESCE(excluded.source_rank, quote.source_rank),
        as_of = excluded.as_of,
        received_at = excluded.received_at
        """;

    /// <summary>Ends an INSERT: an older quote changes nothing, an unknown field keeps what is known.</summary>
    public const string KeepNewerAndKnown = $"""
        ON CONFLICT (asset_id, source) DO UPDATE SET
            {SetNewerAndKnown}
        WHERE quote.as_of <= excluded.as_of
        """;
}
