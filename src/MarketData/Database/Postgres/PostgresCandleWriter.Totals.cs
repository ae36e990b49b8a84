using MarketData.Candles;
using Npgsql;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

internal static partial class PostgresCandleWriter
{
    private const string UpsertGlobalPoint = $"""
        INSERT INTO global_point (at, computed_at, market_cap, volume_24h, assets, dominance)
        VALUES (@at, @computedAt, @marketCap, @volume24h, @assets, @dominance::jsonb)
        {CandleSql.KeepNewerGlobalPoint}
        """;

    private const string UpsertCategoryPoints = $"""
        INSERT INTO category_point (category_id, at, computed_at, market_cap, volume_24h, members)
        SELECT new.category_id, new.at, @computedAt, new.market_cap, new.volume_24h, new.members
        FROM unnest(@categoryIds, @at, @marketCaps, @volumes, @members) AS new (category_id, at, market_cap, volume_24h, members)
        {CandleSql.KeepNewerCategoryPoint}
        """;

    public static Task UpsertGlobalPointAsync(
        NpgsqlConnection connection, GlobalPoint point, DateTimeOffset computedAt, CancellationToken cancellationToken) => ExecuteAsync(
        connection,
        UpsertGlobalPoint,
        cancellationToken,
        new NpgsqlParameter<DateTimeOffset>("at", point.At.ToUniversalTime()),
        new NpgsqlParameter<DateTimeOffset>("computedAt", computedAt.ToUniversalTime()),
        new NpgsqlParameter<decimal?>("marketCap", point.MarketCap),
        new NpgsqlParameter<decimal?>("volume24h", point.Volume24h),
        new NpgsqlParameter<int>("assets", point.Assets),
        new NpgsqlParameter<string?>("dominance", StoredShares.ToText(point.DominancePercentages)));

    public static Task UpsertCategoryPointsAsync(
        NpgsqlConnection connection, IReadOnlyList<CategoryPoint> points, DateTimeOffset computedAt, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            UpsertCategoryPoints,
            cancellationToken,
            Texts("categoryIds", points, point => point.CategoryId),
            Times("at", points, point => point.At),
            new NpgsqlParameter<DateTimeOffset>("computedAt", computedAt.ToUniversalTime()),
            Column("marketCaps", points, point => point.MarketCap),
            Column("volumes", points, point => point.Volume24h),
            Column("members", points, point => point.Members));
}
