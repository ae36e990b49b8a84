using MarketData.Assets;
using MarketData.Markets;

namespace MarketData.Ingestion;

/// <summary>What a poll brings beside quotes: categories, memberships, contracts and value locked. Reads the book and changes nothing.</summary>
internal sealed class PollSupplements(SeedCatalog seed)
{
    /// <summary>Contract addresses that are new: those of the seed for the assets we have, and those the source lists.</summary>
    public IEnumerable<AssetContract> Contracts(string source, SourceBatch batch, MarketBook book)
    {
        var listed = batch.Contracts
            .Select(contract => (Contract: contract, Asset: book.Directory.FindBySourceId(source, contract.SourceId) ?? book.Directory.FindBySlug(contract.SourceId)))
            .Where(entry => entry.Asset is not null)
            .Select(entry => new AssetContract(entry.Asset!.Id, entry.Contract.Platform, NormaliseAddress(entry.Contract.Address)));
        var seeded = SeededAssets(book).SelectMany(entry =>
            entry.Seeded.Contracts.Select(contract => new AssetContract(entry.Asset.Id, contract.Key, NormaliseAddress(contract.Value))));
        return seeded.Concat(listed).Where(contract => !book.HasContract(contract)).DistinctBy(contract => (contract.Platform, contract.Address));
    }

    /// <summary>Categories of the seed that are not stored yet, and the source's figures under our names for them.</summary>
    public IEnumerable<Category> Categories(string source, SourceBatch batch, MarketBook book)
    {
        foreach (var category in seed.Categories.Where(category => !book.HasCategory(category.Id)))
        {
            yield return new Category { Id = category.Id, Name = category.Name, Description = category.Description };
        }

        foreach (var category in batch.Categories.DistinctBy(category => seed.CategoryOf(source, category.SourceId) ?? category.SourceId))
        {
            var known = seed.CategoryOf(source, category.SourceId);
            yield return new Category
            {
                Id = known ?? category.SourceId,
                Name = known is null ? category.Name : seed.Categories.First(entry => entry.Id == known).Name,
                ProviderSource = source,
                ProviderMarketCap = category.MarketCap.Exact,
                ProviderMarketCapChangePercentage24h = category.MarketCapChangePercentage24h.Approximate,
                ProviderVolume24h = category.Volume24h.Exact,
                ProviderAsOf = category.AsOf,
                ProviderReceivedAt = batch.ReceivedAt,
            };
        }
    }

    /// <summary>Memberships that are new: those of the seed for the assets we have, and those that follow from the source's protocols.</summary>
    public IEnumerable<AssetCategory> AssetCategories(string source, SourceBatch batch, MarketBook book)
    {
        var seeded = SeededAssets(book).SelectMany(entry =>
            entry.Seeded.Categories.Select(category => new AssetCategory(entry.Asset.Id, category)));
        var listed = batch.Tvls
            .Select(tvl => (tvl.Categories, Asset: FindByCoinGeckoId(tvl.CoinGeckoId, book)))
            .Where(entry => entry.Asset is not null)
            .SelectMany(entry => entry.Categories
                .Select(name => seed.CategoryOf(source, name))
                .OfType<string>()
                .Select(category => new AssetCategory(entry.Asset!.Id, category)));
        return seeded.Concat(listed).Where(member => !book.IsMember(member.AssetId, member.CategoryId)).Distinct();
    }

    /// <summary>Value locked of the assets that we know.</summary>
    public static IEnumerable<AssetTvl> Tvls(string source, SourceBatch batch, MarketBook book) => batch.Tvls
        .Select(tvl => (tvl.Tvl, Asset: FindByCoinGeckoId(tvl.CoinGeckoId, book)))
        .Where(entry => entry.Asset is not null)
        .Select(entry => new AssetTvl(entry.Asset!.Id, source, entry.Tvl, batch.ReceivedAt));

    /// <summary>
    /// The assets of the seed that we have. All of them at every poll, not only added ones: an asset may get its slug later, its
    /// first poll may not have been committed, and a newer seed may say more.
    /// </summary>
    private IEnumerable<(SeedAsset Seeded, Asset Asset)> SeededAssets(MarketBook book) => seed.Assets
        .Select(entry => (Seeded: entry, Asset: book.Directory.FindBySlug(entry.Id)))
        .Where(entry => entry.Asset is not null)
        .Select(entry => (entry.Seeded, entry.Asset!));

    private static Asset? FindByCoinGeckoId(string id, MarketBook book) =>
        book.Directory.FindBySourceId(SourceNames.CoinGecko, id) ?? book.Directory.FindBySlug(id);

    /// <summary>Hexadecimal addresses mean the same in either case; others, such as base58, do not.</summary>
    private static string NormaliseAddress(string address) =>
        address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? address.ToLowerInvariant() : address;
}
