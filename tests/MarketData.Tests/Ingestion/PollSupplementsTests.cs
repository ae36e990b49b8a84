using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion;

public sealed class PollSupplementsTests
{
    private const string Gecko = SourceNames.CoinGecko;
    private const string Llama = SourceNames.DefiLlama;

    private static readonly SeedCatalog Seed = SeedCatalog.Load();
    private static readonly PollSupplements Supplements = new(Seed);

    [Fact]
    public void Contracts_SeededAsset_GetsThoseOfTheSeed()
    {
        var book = Book(Make.Asset(7, "tether"), Make.Asset(8, "not-in-the-seed"));

        var contracts = Supplements.Contracts(Gecko, Batch(), book).ToList();

        contracts.Select(contract => contract.AssetId).Distinct().ShouldBe([7]);
        contracts.ShouldContain(new AssetContract(7, "ethereum", "0xdac17f958d2ee523a2206206994597c13d831ec7"));
        contracts.ShouldContain(new AssetContract(7, "solana", "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB"));
        contracts.Count.ShouldBe(Seed.Find("tether")!.Contracts.Count);
    }

    [Fact]
    public void Contracts_HeldAlready_AreNotGivenAgain()
    {
        var book = Book(Make.Asset(7, "tether"));
        book.Apply(Commit() with { Contracts = [.. Supplements.Contracts(Gecko, Batch(), book)] });

        Supplements.Contracts(Gecko, Batch(), book).ShouldBeEmpty();
    }

    [Fact]
    public void Contracts_ListedBySource_AreNormalisedAndGivenOnce()
    {
        var book = Book(Make.Asset(8, "foo"));
        var batch = Batch() with
        {
            Contracts =
            [
                new SourceContract("foo", "ethereum", "0xABCdef"),
                new SourceContract("foo", "ethereum", "0xabcDEF"),
                new SourceContract("foo", "solana", "AbC"),
                new SourceContract("unknown", "solana", "xyz"),
            ],
        };

        Supplements.Contracts(Gecko, batch, book)
            .ShouldBe([new AssetContract(8, "ethereum", "0xabcdef"), new AssetContract(8, "solana", "AbC")]);
    }

    [Fact]
    public void Categories_NothingStored_GivesThoseOfTheSeed()
    {
        var categories = Supplements.Categories(Gecko, Batch(), Book()).ToList();

        categories.Select(category => category.Id).ShouldBe(Seed.Categories.Select(category => category.Id));
        categories.ShouldAllBe(category => category.ProviderSource == null && category.Description != null);
    }

    [Fact]
    public void Categories_OfASource_GetOurIdAndNameWhereWeHaveOne()
    {
        var book = Book();
        book.Apply(Commit() with { Categories = [.. Supplements.Categories(Gecko, Batch(), book)] });
        var batch = Batch() with
        {
            Categories =
            [
                new SourceCategory("rollup", "Rollup", Make.Number(5m), Make.Json("8.7e36"), Make.Number(6m), Make.Now),
                new SourceCategory("cats", "Cats", Make.Json("8.7e36"), default, default, null),
            ],
        };

        Supplements.Categories(Gecko, batch, book).ShouldBe(
        [
            new Category
            {
                Id = "layer-2",
                Name = "Layer 2 (L2)",
                ProviderSource = Gecko,
                ProviderMarketCap = 5m,
                ProviderMarketCapChangePercentage24h = 8.7e36,
                ProviderVolume24h = 6m,
                ProviderAsOf = Make.Now,
                ProviderReceivedAt = Make.Now,
            },
            new Category { Id = "cats", Name = "Cats", ProviderSource = Gecko, ProviderReceivedAt = Make.Now },
        ]);
    }

    [Fact]
    public void AssetCategories_SeededAsset_GetsThoseOfTheSeed()
    {
        var book = Book(Make.Asset(7, "bitcoin"));

        Supplements.AssetCategories(Gecko, Batch(), book).Select(member => member.CategoryId).ShouldBe(Seed.Find("bitcoin")!.Categories);
    }

    /// <summary>The asset came under a provisional slug, so that the seed did not know it when it was added.</summary>
    [Fact]
    public void AssetCategories_AssetThatGotItsSlugLater_GetsThoseOfTheSeed()
    {
        var book = Book(Make.Asset(7, "btc-provisional"));
        Supplements.AssetCategories(Gecko, Batch(), book).ShouldBeEmpty();

        book.Apply(Commit() with { ChangedAssets = [Make.Asset(7, "bitcoin")] });

        Supplements.AssetCategories(Gecko, Batch(), book).ShouldNotBeEmpty();
    }

    [Fact]
    public void AssetCategories_OfProtocols_AreTranslatedAndGivenOnce()
    {
        var book = Book(Make.Asset(8, "foo"));
        var batch = Batch() with
        {
            Tvls = [new SourceTvl("foo", 1m, ["Dexes", "Dexes", "No such category"]), new SourceTvl("unknown", 1m, ["Dexes"])],
        };

        var members = Supplements.AssetCategories(Llama, batch, book).ToList();
        members.ShouldBe([new AssetCategory(8, "decentralized-exchange")]);

        book.Apply(Commit() with { AssetCategories = members });
        Supplements.AssetCategories(Llama, batch, book).ShouldBeEmpty();
    }

    [Fact]
    public void Tvls_KnownAssets_AreFoundByCoinGeckosIdThenBySlug()
    {
        var book = Book(Make.Asset(1, "one"), Make.Asset(2, "two"));
        book.Apply(Commit() with { SourceIds = [new AssetSourceId(Gecko, "uno", 1, IdentityMatch.Own)] });
        var batch = Batch() with { Tvls = [new SourceTvl("uno", 10m, []), new SourceTvl("two", 20m, []), new SourceTvl("three", 30m, [])] };

        PollSupplements.Tvls(Llama, batch, book)
            .ShouldBe([new AssetTvl(1, Llama, 10m, Make.Now), new AssetTvl(2, Llama, 20m, Make.Now)]);
    }

    private static SourceBatch Batch() => new() { ReceivedAt = Make.Now };

    private static MarketBook Book(params Asset[] assets) => new(new MarketState { Assets = assets });

    private static IngestionCommit Commit() => new()
    {
        Run = new IngestionRun { Source = Gecko, StartedAt = Make.Now, FinishedAt = Make.Now, Outcome = IngestionOutcome.Succeeded },
    };
}
