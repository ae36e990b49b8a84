using MarketData.Assets;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteMarketStore
{
    private const string InsertAsset = """
        INSERT INTO asset (slug, symbol, name, image_url, first_seen)
        VALUES (@slug, @symbol, @name, @imageUrl, @firstSeen)
        ON CONFLICT (slug) DO NOTHING
        """;

    private const string SelectAsset = """
        SELECT id, slug, symbol, name, image_url, first_seen
        FROM asset
        WHERE slug = @slug
        """;

    private const string UpdateAsset = """
        UPDATE asset
        SET slug = @slug,
            symbol = @symbol,
            name = @name,
            image_url = COALESCE(@imageUrl, image_url)
        WHERE id = @id
        """;

    private const string InsertSourceId = """
        INSERT INTO asset_source_id (source, source_id, asset_id, matched_by)
        VALUES (@source, @sourceId, @assetId, @matchedBy)
        ON CONFLICT (source, source_id) DO NOTHING
        """;

    private const string InsertContract = """
        INSERT INTO asset_contract (platform, address, asset_id)
        VALUES (@platform, @address, @assetId)
        ON CONFLICT (platform, address) DO NOTHING
        """;

    private const string UpsertCollision = """
        INSERT INTO identity_collision (source, source_id, symbol, name, candidates, seen_at)
        VALUES (@source, @sourceId, @symbol, @name, @candidates, @seenAt)
        ON CONFLICT (source, source_id) DO UPDATE SET
            symbol = excluded.symbol,
            name = excluded.name,
            candidates = excluded.candidates,
            seen_at = excluded.seen_at
        """;

    public async Task<IReadOnlyList<Asset>> AddAssetsAsync(
        IReadOnlyList<NewAsset> assets, long? epoch, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            transaction =>
            {
                ForEach(
                    transaction,
                    InsertAsset,
                    assets,
                    (insert, asset) => insert.Execute(asset.Slug, asset.Symbol, asset.Name, asset.ImageUrl, asset.FirstSeen),
                    cancellationToken);

                var stored = new List<Asset>(assets.Count);
                ForEach(transaction, SelectAsset, assets, (select, asset) => stored.Add(ReadAsset(select, asset.Slug)), cancellationToken);
                return stored;
            },
            cancellationToken);

    private static Asset ReadAsset(SqliteStatement select, string slug)
    {
        using var reader = select.Query(slug);
        return reader.Read()
            ? MarketRows.Asset(new RowReader(reader, SqliteTime.Instance))
            : throw new InvalidOperationException($"The asset {slug} is missing though it was just added.");
    }

    private static void WriteAssets(SqliteTransaction transaction, IngestionCommit commit, CancellationToken cancellationToken)
    {
        ForEach(
            transaction,
            UpdateAsset,
            commit.ChangedAssets,
            (update, asset) => update.Execute(asset.Slug, asset.Symbol, asset.Name, asset.ImageUrl, asset.Id),
            cancellationToken);
        ForEach(
            transaction,
            InsertSourceId,
            commit.SourceIds,
            (insert, id) => insert.Execute(id.Source, id.SourceId, id.AssetId, StoredEnum<IdentityMatch>.ToText(id.MatchedBy)),
            cancellationToken);
        ForEach(
            transaction,
            InsertContract,
            commit.Contracts,
            (insert, contract) => insert.Execute(contract.Platform, contract.Address, contract.AssetId),
            cancellationToken);
        ForEach(
            transaction,
            UpsertCollision,
            commit.Collisions,
            (upsert, collision) => upsert.Execute(
                collision.Source,
                collision.SourceId,
                collision.Symbol,
                collision.Name,
                StoredList.ToText(collision.Candidates),
                collision.SeenAt),
            cancellationToken);
    }
}
