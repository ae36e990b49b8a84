using MarketData.Assets;

namespace MarketData.Tests.Assets;

public sealed class SeedCatalogTests
{
    private static readonly SeedCatalog Seed = SeedCatalog.Load();

    [Fact]
    public void Load_Tables_AreNotEmpty()
    {
        Seed.Assets.Count.ShouldBeGreaterThan(100);
        Seed.Categories.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Assets_IdsAndCoinPaprikaIds_AreUnique()
    {
        Seed.Assets.Select(asset => asset.Id).ShouldBeUnique();
        Seed.Assets.Select(asset => asset.CoinPaprika).OfType<string>().ShouldBeUnique();
    }

    [Fact]
    public void Assets_Texts_AreInTheirForm()
    {
        Seed.Assets.ShouldAllBe(asset => IsLowerCase(asset.Id));
        Seed.Assets.ShouldAllBe(asset => IsLowerCase(asset.Symbol));
        Seed.Assets.ShouldAllBe(asset => asset.Name == asset.Name.Trim() && asset.Name.Length > 0);
        Seed.Assets.Where(asset => asset.CoinPaprika is not null).ShouldAllBe(asset => IsLowerCase(asset.CoinPaprika!));
    }

    [Fact]
    public void Assets_Categories_ExistAndAreNamedOnce()
    {
        var known = Seed.Categories.Select(category => category.Id).ToHashSet();

        Seed.Assets.SelectMany(asset => asset.Categories).Where(category => !known.Contains(category)).ShouldBeEmpty();
        Seed.Assets.Where(asset => asset.Categories.Distinct().Count() != asset.Categories.Count).Select(asset => asset.Id).ShouldBeEmpty();
    }

    [Fact]
    public void Assets_Addresses_BelongToOneAssetEach() =>
        Seed.Assets
            .SelectMany(asset => asset.Contracts.Select(contract => (contract.Key, Address: Fold(contract.Value), asset.Id)))
            .GroupBy(contract => (contract.Key, contract.Address))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(contract => contract.Id))}")
            .ShouldBeEmpty();

    [Fact]
    public void Assets_HexadecimalAddresses_HaveTheirLength() =>
        Seed.Assets
            .SelectMany(asset => asset.Contracts.Where(contract => contract.Value.StartsWith("0x", StringComparison.Ordinal)).Select(contract => (asset.Id, contract.Key, contract.Value)))
            .Where(contract => contract.Key is not ("sui" or "aptos" or "starknet") && contract.Value.Length != 42)
            .ShouldBeEmpty();

    [Fact]
    public void Categories_Ids_AreUniqueSlugs()
    {
        Seed.Categories.Select(category => category.Id).ShouldBeUnique();
        Seed.Categories.ShouldAllBe(category => category.Id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'));
        Seed.Categories.Select(category => category.Name).ShouldBeUnique();
        Seed.Categories.ShouldAllBe(category => category.Description.EndsWith('.'));
    }

    [Fact]
    public void Categories_Aliases_MeanOneCategoryEach() =>
        Seed.Categories
            .SelectMany(category => category.Aliases.SelectMany(source => source.Value.Select(name => (source.Key, Name: name.ToLowerInvariant(), category.Id))))
            .GroupBy(alias => (alias.Key, alias.Name))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(alias => alias.Id))}")
            .ShouldBeEmpty();

    [Fact]
    public void Categories_Aliases_AreOfKnownSources() =>
        Seed.Categories.SelectMany(category => category.Aliases.Keys).Distinct().ShouldBeSubsetOf(["coingecko", "coinpaprika", "defillama"]);

    [Fact]
    public void CategoryOf_EveryAlias_LeadsToItsCategory()
    {
        foreach (var category in Seed.Categories)
        {
            foreach (var (source, names) in category.Aliases)
            {
                names.ShouldAllBe(name => Seed.CategoryOf(source, name) == category.Id);
                names.ShouldAllBe(name => Seed.CategoryOf(source, name.ToUpperInvariant()) == category.Id);
            }
        }
    }

    [Fact]
    public void CategoryOf_OtherSourcesName_IsNull()
    {
        Seed.CategoryOf("defillama", "Dexes").ShouldBe("decentralized-exchange");
        Seed.CategoryOf("coingecko", "Dexes").ShouldBeNull();
        Seed.CategoryOf("nobody", "Dexes").ShouldBeNull();
    }

    [Fact]
    public void SlugOfCoinPaprikaId_EveryAsset_LeadsBackToIt() =>
        Seed.Assets.Where(asset => asset.CoinPaprika is not null).ShouldAllBe(asset => Seed.SlugOfCoinPaprikaId(asset.CoinPaprika!) == asset.Id);

    [Fact]
    public void Find_Bitcoin_IsTheEntry()
    {
        Seed.Find("bitcoin")!.Symbol.ShouldBe("btc");
        Seed.SlugOfCoinPaprikaId("btc-bitcoin").ShouldBe("bitcoin");
        Seed.Find("no-such-asset").ShouldBeNull();
        Seed.SlugOfCoinPaprikaId("no-such-asset").ShouldBeNull();
    }

    private static bool IsLowerCase(string text) => text.Length > 0 && !text.Any(letter => char.IsUpper(letter) || char.IsWhiteSpace(letter));

    private static string Fold(string address) =>
        address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? address.ToLowerInvariant() : address;
}
