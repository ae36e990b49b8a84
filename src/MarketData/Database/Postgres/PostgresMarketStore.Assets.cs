using MarketData.Assets;
using Npgsql;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    // The look first, because a row that meets ON CONFLICT has used up a number of the identity all the same. In the order
    // of the slugs, so that two processes that add the same assets wait for each other instead of deadlocking.
    private const string InsertAssets = """
        INSERT INTO asset (slug, symbol, name, image_url, first_seen)
        SELECT new.slug, new.symbol, new.name, new.image_url, new.first_seen
        FROM unnest(@slugs, @symbols, @names, @imageUrls, @firstSeen) AS new (slug, symbol, name, image_url, first_seen)
        WHERE NOT EXISTS (SELECT FROM asset WHERE asset.slug = new.slug)
        ORDER BY new.slug COLLATE "C"
        ON CONFLICT (slug) DO NOTHING
        """;

    private const string SelectAssets = """
        SELECT id, slug, symbol, name, image_url, first_seen
        FROM asset
        WHERE slug = ANY (@slugs)
        ORDER BY id
        """;

    private const string UpdateAssets = """
        UPDATE asset
        SET slug = changed.slug,
            symbol = changed.symbol,
            name = changed.name,
            image_url = COALESCE(changed.image_url, asset.image_url)
        FROM unnest(@ids, @slugs, @symbols, @names, @imageUrls) AS changed (id, slug, symbol, name, image_url)
        WHERE asset.id = changed.id
        """;

    private const string InsertSourceIds = """
        INSERT INTO asset_source_id (source, source_id, asset_id, matched_by)
        SELECT new.source, new.source_id, new.asset_id, new.matched_by
        FROM unnest(@sources, @sourceIds, @assetIds, @matchedBy) AS new (source, source_id, asset_id, matched_by)
        ON CONFLICT (source, source_id) DO NOTHING
        """;

    private const string InsertContracts = """
        INSERT INTO asset_contract (platform, address, asset_id)
        SELECT new.platform, new.address, new.asset_id
        FROM unnest(@platforms, @addresses, @assetIds) AS new (platform, address, asset_id)
        ON CONFLICT (platform, address) DO NOTHING
        """;

    private const string UpsertCollisions = """
        INSERT INTO identity_collision (source, source_id, symbol, name, candidates, seen_at)
        SELECT new.source, new.source_id, new.symbol, new.name, new.candidates::jsonb, new.seen_at
        FROM unnest(@sources, @sourceIds, @symbols, @names, @candidates, @seenAt)
            AS new (source, source_id, symbol, name, candidates, seen_at)
        ON CONFLICT (source, source_id) DO UPDATE SET
            symbol = excluded.symbol,
            name = excluded.name,
            candidates = excluded.candidates,
            seen_at = excluded.seen_at
        """;

    public async Task<IReadOnlyList<Asset>> AddAssetsAsync(
        IReadOnlyList<NewAsset> assets, long? epoch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);

        // The first of two with one slug wins, as it does in the statement of the other engine.
        var distinct = assets.DistinctBy(asset => asset.Slug).ToList();
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await PostgresEpoch.HoldAsync(connection, epoch, cancellationToken);
            await ExecuteAsync(
                connection,
                InsertAssets,
                cancellationToken,
                Texts("slugs", distinct, asset => asset.Slug),
                Texts("symbols", distinct, asset => asset.Symbol),
                Texts("names", distinct, asset => asset.Name),
                Texts("imageUrls", distinct, asset => asset.ImageUrl),
                Times("firstSeen", distinct, asset => asset.FirstSeen));
            await transaction.CommitAsync(cancellationToken);
        }

        await using var select = new NpgsqlCommand(SelectAssets, connection);
        select.Parameters.Add(Texts("slugs", distinct, asset => asset.Slug));
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var row = new RowReader(reader, PostgresTime.Instance);
        var stored = new Dictionary<string, Asset>(distinct.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            var asset = MarketRows.Asset(row);
            stored.Add(asset.Slug, asset);
        }

        return [.. assets.Select(asset => stored[Storable(asset.Slug)!])];
    }

    private static Task UpdateAssetsAsync(NpgsqlConnection connection, IReadOnlyList<Asset> assets, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            UpdateAssets,
            cancellationToken,
            Column("ids", assets, asset => asset.Id),
            Texts("slugs", assets, asset => asset.Slug),
            Texts("symbols", assets, asset => asset.Symbol),
            Texts("names", assets, asset => asset.Name),
            Texts("imageUrls", assets, asset => asset.ImageUrl));

    private static Task AddSourceIdsAsync(NpgsqlConnection connection, IReadOnlyList<AssetSourceId> ids, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            InsertSourceIds,
            cancellationToken,
            Texts("sources", ids, id => id.Source),
            Texts("sourceIds", ids, id => id.SourceId),
            Column("assetIds", ids, id => id.AssetId),
            Texts("matchedBy", ids, id => StoredEnum<IdentityMatch>.ToText(id.MatchedBy)));

    private static Task AddContractsAsync(
        NpgsqlConnection connection, IReadOnlyList<AssetContract> contracts, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            InsertContracts,
            cancellationToken,
            Texts("platforms", contracts, contract => contract.Platform),
            Texts("addresses", contracts, contract => contract.Address),
            Column("assetIds", contracts, contract => contract.AssetId));

    private static Task UpsertCollisionsAsync(
        NpgsqlConnection connection, IReadOnlyList<IdentityCollision> collisions, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            UpsertCollisions,
            cancellationToken,
            Texts("sources", collisions, collision => collision.Source),
            Texts("sourceIds", collisions, collision => collision.SourceId),
            Texts("symbols", collisions, collision => collision.Symbol),
            Texts("names", collisions, collision => collision.Name),
            Texts("candidates", collisions, collision => StoredList.ToText(collision.Candidates)),
            Times("seenAt", collisions, collision => collision.SeenAt));
}
