using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteMarketStore
{
    private const string UpsertCategory = """
        INSERT INTO category (
            id, name, description, provider_source, provider_market_cap, provider_market_cap_change_percentage_24h,
            provider_volume_24h, provider_as_of, provider_received_at)
        VALUES (@id, @name, @description, @source, @marketCap, @change, @volume, @asOf, @receivedAt)
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

    private const string InsertAssetCategory = """
        INSERT INTO asset_category (asset_id, category_id)
        VALUES (@assetId, @categoryId)
        ON CONFLICT (asset_id, category_id) DO NOTHING
        """;

    private static void WriteCategories(SqliteTransaction transaction, IngestionCommit commit, CancellationToken cancellationToken)
    {
        ForEach(
            transaction,
            UpsertCategory,
            commit.Categories,
            (upsert, category) => upsert.Execute(
                category.Id,
                category.Name,
                category.Description,
                category.ProviderSource,
                category.ProviderMarketCap,
                category.ProviderMarketCapChangePercentage24h,
                category.ProviderVolume24h,
                category.ProviderAsOf,
                category.ProviderReceivedAt),
            cancellationToken);
        ForEach(
            transaction,
            InsertAssetCategory,
            commit.AssetCategories,
            (insert, member) => insert.Execute(member.AssetId, member.CategoryId),
            cancellationToken);
    }
}
