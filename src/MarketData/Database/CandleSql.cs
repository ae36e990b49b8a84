using MarketData.Candles;

namespace MarketData.Database;

/// <summary>What both engines say of candles in the same words. <see cref="CandleRows"/> reads the columns in these orders.</summary>
/// <remarks>
/// The interval is written into a statement instead of given with it: PostgreSQL then knows while planning which partitions
/// remain, and that they follow each other in time, also for a plan that it keeps for all values.
/// </remarks>
internal static class CandleSql
{
    /// <summary>The columns of <c>candle</c>, in the order in which rows are written.</summary>
    public const string Columns = """
        asset_id, interval, open_time, origin, open, high, low, close, volume, market_cap, volume_24h, first_at, last_at, source
        """;

    /// <summary>The columns of <c>candle_correction</c>, in the order in which rows are written.</summary>
    public const string CorrectionColumns = """
        asset_id, corrected_at, interval, open_time, origin, reason,
        before_open, before_high, before_low, before_close, before_volume, before_market_cap, before_volume_24h,
        before_first_at, before_last_at, before_source,
        after_open, after_high, after_low, after_close, after_volume, after_market_cap, after_volume_24h,
        after_first_at, after_last_at, after_source
        """;

    /// <summary>Ends an INSERT of candles: one that exists is replaced.</summary>
    public const string ReplaceCandle = """
        ON CONFLICT (asset_id, interval, open_time, origin) DO UPDATE SET
            open = excluded.open,
            high = excluded.high,
            low = excluded.low,
            close = excluded.close,
            volume = excluded.volume,
            market_cap = excluded.market_cap,
            volume_24h = excluded.volume_24h,
            first_at = excluded.first_at,
            last_at = excluded.last_at,
            source = excluded.source
        """;

    /// <summary>Ends an INSERT of corrections: what is recorded stays, so that a commit that is repeated records nothing twice.</summary>
    public const string KeepCorrection = "ON CONFLICT (asset_id, corrected_at, open_time, interval, origin) DO NOTHING";

    /// <summary>Ends an INSERT of totals of the market: those computed later stay.</summary>
    public const string KeepNewerGlobalPoint = """
        ON CONFLICT (at) DO UPDATE SET
            computed_at = excluded.computed_at,
            market_cap = excluded.market_cap,
            volume_24h = excluded.volume_24h,
            assets = excluded.assets,
            dominance = excluded.dominance
        WHERE global_point.computed_at <= excluded.computed_at
        """;

    /// <summary>Ends an INSERT of totals of categories: those computed later stay.</summary>
    public const string KeepNewerCategoryPoint = """
        ON CONFLICT (category_id, at) DO UPDATE SET
            computed_at = excluded.computed_at,
            market_cap = excluded.market_cap,
            volume_24h = excluded.volume_24h,
            members = excluded.members
        WHERE category_point.computed_at <= excluded.computed_at
        """;

    /// <summary>The columns of <c>candle</c> as they are read: money as text.</summary>
    public const string Selected = """
        candle.asset_id, candle.interval, candle.open_time, candle.origin,
            CAST(candle.open AS text) AS open, CAST(candle.high AS text) AS high, CAST(candle.low AS text) AS low,
            CAST(candle.close AS text) AS close, CAST(candle.volume AS text) AS volume,
            CAST(candle.market_cap AS text) AS market_cap, CAST(candle.volume_24h AS text) AS volume_24h,
            candle.first_at, candle.last_at, candle.source
        """;

    /// <summary>The daily candles of all assets; of one asset the provider's comes last.</summary>
    public const string SelectDay = $"""
        SELECT {Selected}
        FROM candle
        WHERE candle.interval = '1d' AND candle.open_time = @day
        ORDER BY candle.asset_id, candle.origin
        """;

    /// <summary>The daily candles of all assets at their close; of two of one day the provider's comes last. From asset to asset through the key.</summary>
    public const string SelectDays = """
        SELECT candle.asset_id, candle.open_time, CAST(candle.close AS text) AS close,
            CAST(candle.market_cap AS text) AS market_cap, CAST(candle.volume_24h AS text) AS volume_24h
        FROM asset
        CROSS JOIN candle
        WHERE candle.asset_id = asset.id AND candle.interval = '1d' AND candle.open_time >= @from AND candle.open_time < @to
        ORDER BY candle.asset_id, candle.open_time, candle.origin
        """;

    public const string SelectCorrections = """
        SELECT asset_id, corrected_at, interval, open_time, origin, reason,
            CAST(before_open AS text), CAST(before_high AS text), CAST(before_low AS text), CAST(before_close AS text),
            CAST(before_volume AS text), CAST(before_market_cap AS text), CAST(before_volume_24h AS text),
            before_first_at, before_last_at, before_source,
            CAST(after_open AS text), CAST(after_high AS text), CAST(after_low AS text), CAST(after_close AS text),
            CAST(after_volume AS text), CAST(after_market_cap AS text), CAST(after_volume_24h AS text),
            after_first_at, after_last_at, after_source
        FROM candle_correction
        WHERE asset_id = @assetId
        ORDER BY corrected_at DESC, open_time DESC, interval DESC, origin DESC
        LIMIT @limit
        """;

    public const string SelectPoints = """
        SELECT asset_id, at, as_of, CAST(price AS text), CAST(market_cap AS text), CAST(volume_24h AS text), source
        FROM price_point
        WHERE asset_id = @assetId AND at >= @from AND at < @to
        ORDER BY at
        """;

    public const string SelectGlobalPoints = """
        SELECT at, CAST(market_cap AS text), CAST(volume_24h AS text), assets, CAST(dominance AS text)
        FROM global_point
        WHERE at >= @from AND at < @to
        ORDER BY at
        LIMIT @limit
        """;

    public const string SelectCategoryPoints = """
        SELECT category_id, at, CAST(market_cap AS text), CAST(volume_24h AS text), members
        FROM category_point
        WHERE category_id = @categoryId AND at >= @from AND at < @to
        ORDER BY at
        LIMIT @limit
        """;

    private const string Range = $"""
        SELECT {Selected}
        FROM candle
        WHERE candle.asset_id = @assetId AND candle.interval = '(interval)' AND candle.open_time >= @from AND candle.open_time < @to
        ORDER BY candle.open_time, candle.origin
        LIMIT @rows
        """;

    private const string Newest = $"""
        SELECT {Selected}
        FROM candle
        WHERE candle.asset_id = @assetId AND candle.interval = '(interval)' AND candle.open_time < @before
        ORDER BY candle.open_time DESC, candle.origin DESC
        LIMIT @rows
        """;

    private const string Closes = """
        SELECT candle.asset_id, candle.open_time, CAST(candle.close AS text) AS close
        FROM asset
        CROSS JOIN candle
        WHERE candle.asset_id = asset.id AND candle.interval = '(interval)' AND candle.open_time >= @from AND candle.open_time < @to
        ORDER BY candle.asset_id, candle.open_time, candle.origin
        """;

    private const string All = $"""
        SELECT {Selected}
        FROM asset
        CROSS JOIN candle
        WHERE candle.asset_id = asset.id AND candle.interval = '(interval)' AND candle.open_time >= @from AND candle.open_time < @to
        ORDER BY candle.asset_id, candle.open_time, candle.origin
        """;

    private static readonly Dictionary<CandleInterval, string> Alls = ForEachInterval(All);

    private static readonly Dictionary<CandleInterval, string> Ranges = ForEachInterval(Range);

    private static readonly Dictionary<CandleInterval, string> AllCloses = ForEachInterval(Closes);

    private static readonly Dictionary<CandleInterval, string> Newests = ForEachInterval(Newest);

    /// <summary>A series, oldest first; of two candles of one time the provider's comes last.</summary>
    public static string SelectRange(CandleInterval interval) => Ranges[interval];

    /// <summary>A series, newest first; of two candles of one time the provider's comes first.</summary>
    public static string SelectNewest(CandleInterval interval) => Newests[interval];

    /// <summary>The closes of all assets; of two candles of one time the provider's comes last. From asset to asset through the key.</summary>
    public static string SelectCloses(CandleInterval interval) => AllCloses[interval];

    /// <summary>The candles of all assets; of two of one time the provider's comes last. From asset to asset through the key.</summary>
    public static string SelectAll(CandleInterval interval) => Alls[interval];

    /// <summary>A statement for each interval, with the interval's name in the place of <c>(interval)</c>.</summary>
    public static Dictionary<CandleInterval, string> ForEachInterval(string template) => CandleIntervals.All.ToDictionary(
        interval => interval, interval => template.Replace("(interval)", interval.Name(), StringComparison.Ordinal));
}
