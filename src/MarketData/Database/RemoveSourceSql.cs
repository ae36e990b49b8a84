namespace MarketData.Database;

/// <summary>Clears what rests on one source alone. Runs and refusals stay: they tell what happened.</summary>
internal static class RemoveSourceSql
{
    /// <summary>One statement after the other, in one transaction. A point or candle that other sources share stays.</summary>
    public static readonly IReadOnlyList<string> Statements =
    [
        "DELETE FROM quote WHERE source = @source",
        "DELETE FROM price_point WHERE source = @source",
        "DELETE FROM candle WHERE source = @source",
        "DELETE FROM price_extreme WHERE source = @source",
        ExtremeSql.RestoreHighest,
        ExtremeSql.RestoreLowest,
        "DELETE FROM candle_correction WHERE before_source = @source AND after_source = @source",
        "DELETE FROM metric_point WHERE source = @source",
        "DELETE FROM grade WHERE source = @source",
        "DELETE FROM asset_tvl WHERE source = @source",
        "DELETE FROM fx_rate WHERE source = @source",
        "DELETE FROM sentiment_point WHERE source = @source",
        "DELETE FROM asset_source_id WHERE source = @source",
        "DELETE FROM identity_collision WHERE source = @source",
        """
        UPDATE category
        SET provider_source = NULL,
            provider_market_cap = NULL,
            provider_market_cap_change_percentage_24h = NULL,
            provider_volume_24h = NULL,
            provider_as_of = NULL,
            provider_received_at = NULL
        WHERE provider_source = @source
        """,
    ];
}
