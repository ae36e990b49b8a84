using MarketData.Assets;
using Npgsql;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    private const string UpsertCategories = """
        INSERT INTO category (
            id, name, description, provider_source, provider_market_cap, provider_market_cap_change_percentage_24h,
            provider_volume_24h, provider_as_of, provider_received_at)
        SELECT new.id, new.name, new.description, new.source, new.market_cap, new.change, new.volume, new.as_of, new.received_at
        FROM unnest(@ids, @names, @descriptions, @sources, @marketCaps, @changes, @volumes, @asOf, @receivedAt)
            AS new (id, name, description, source, market_cap, change, volume, as_of, received_at)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name,
            description = COALESCE(excluded.description, category.description),
            provider_source = COALESCE(excluded.provider_source, category.provider_source),
            provider_market_cap = COALESCE(excluded.provider_market_cap, category.provider_market_cap),
            provider_market_cap_change_percentage_24h = COALESCE(
                excluded.provider_market_cap_change_percentage_24h, category.provider_market_cap_change_percentage_24h),
            provider_volume_24h = COALESCE(excluded.provider_volume_24h, category.provider_volume_24h),
            provider_as_of = COALESCE(excluded.provider_as_of, category.provider_as_of),
            provider_received_at = COALESCE(excluded.provider_received_at, category.provider_received_at)
        """;

    private const string InsertAssetCategories = """
        INSERT INTO asset_category (asset_id, category_id)
        SELECT new.asset_id, new.category_id
        FROM unnest(@assetIds, @categoryIds) AS new (asset_id, category_id)
        ON CONFLICT (asset_id, category_id) DO NOTHING
        """;

    private static Task UpsertCategoriesAsync(
        NpgsqlConnection connection, IReadOnlyList<Category> categories, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            UpsertCategories,
            cancellationToken,
            Texts("ids", categories, category => category.Id),
            Texts("names", categories, category => category.Name),
            Texts("descriptions", categories, category => category.Description),
            Texts("sources", categories, category => category.ProviderSource),
            Column("marketCaps", categories, category => category.ProviderMarketCap),
            Column("changes", categories, category => category.ProviderMarketCapChangePercentage24h),
            Column("volumes", categories, category => category.ProviderVolume24h),
            Times("asOf", categories, category => category.ProviderAsOf),
            Times("receivedAt", categories, category => category.ProviderReceivedAt));

    private static Task AddAssetCategoriesAsync(
        NpgsqlConnection connection, IReadOnlyList<AssetCategory> members, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            InsertAssetCategories,
            cancellationToken,
            Column("assetIds", members, member => member.AssetId),
            Texts("categoryIds", members, member => member.CategoryId));
}
