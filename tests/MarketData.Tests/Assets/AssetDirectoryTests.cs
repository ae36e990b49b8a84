using MarketData.Assets;

namespace MarketData.Tests.Assets;

public sealed class AssetDirectoryTests
{
    private readonly AssetDirectory _directory = new();

    [Fact]
    public void Put_NewAsset_IsFoundInEveryWay()
    {
        var bitcoin = Make.Asset(1, "bitcoin", "btc", "Bitcoin");

        _directory.Put(bitcoin);

        _directory.Get(1).ShouldBe(bitcoin);
        _directory.FindBySlug("bitcoin").ShouldBe(bitcoin);
        _directory.FindBySymbolAndName("BTC", "bit-coin").ShouldBe([bitcoin]);
        _directory.Assets.ShouldBe([bitcoin]);
    }

    [Fact]
    public void Put_RenamedAsset_IsFoundByTheNewNamesOnly()
    {
        _directory.Put(Make.Asset(1, "old", "ooo", "Old"));
        var renamed = Make.Asset(1, "new", "nnn", "New");

        _directory.Put(renamed);

        _directory.FindBySlug("old").ShouldBeNull();
        _directory.FindBySymbolAndName("ooo", "Old").ShouldBeEmpty();
        _directory.FindBySlug("new").ShouldBe(renamed);
        _directory.FindBySymbolAndName("nnn", "New").ShouldBe([renamed]);
        _directory.Assets.Count.ShouldBe(1);
    }

    [Fact]
    public void Put_SameAssetAgain_IsFoundOnce()
    {
        _directory.Put(Make.Asset(1, "bitcoin", "btc", "Bitcoin"));
        _directory.Put(Make.Asset(1, "bitcoin", "btc", "Bitcoin"));

        _directory.FindBySymbolAndName("btc", "Bitcoin").Count().ShouldBe(1);
    }

    [Fact]
    public void Put_NameOfSigns_IsFoundBySlugOnly()
    {
        _directory.Put(Make.Asset(1, "signs", "sig", "★☆"));
        _directory.Put(Make.Asset(1, "signs", "sig", "☆★"));

        _directory.FindBySlug("signs").ShouldNotBeNull();
        _directory.FindBySymbolAndName("sig", "☆★").ShouldBeEmpty();
    }

    [Fact]
    public void FindBySymbolAndName_SeveralAssets_GivesAll()
    {
        _directory.Put(Make.Asset(1, "one", "aaa", "Name"));
        _directory.Put(Make.Asset(2, "two", "AAA", "name!"));
        _directory.Put(Make.Asset(3, "three", "bbb", "Name"));
        _directory.Put(Make.Asset(4, "four", "aaa", "Other"));

        _directory.FindBySymbolAndName("aaa", "NAME").Select(asset => asset.Id).ShouldBe([1, 2], ignoreOrder: true);
    }

    [Fact]
    public void Find_Unknown_GivesNone()
    {
        _directory.FindBySlug("nothing").ShouldBeNull();
        _directory.FindBySourceId("coingecko", "nothing").ShouldBeNull();
        _directory.FindBySymbolAndName("n", "Nothing").ShouldBeEmpty();
        _directory.IsKnownTo("coingecko", 1).ShouldBeFalse();
    }

    [Fact]
    public void Add_SourceId_IsFoundUnderItsSourceOnly()
    {
        _directory.Put(Make.Asset(1, "bitcoin"));

        _directory.Add(new AssetSourceId("coinpaprika", "btc-bitcoin", 1, IdentityMatch.Table));

        _directory.FindBySourceId("coinpaprika", "btc-bitcoin")!.Slug.ShouldBe("bitcoin");
        _directory.FindBySourceId("coingecko", "btc-bitcoin").ShouldBeNull();
        _directory.IsKnownTo("coinpaprika", 1).ShouldBeTrue();
        _directory.IsKnownTo("coingecko", 1).ShouldBeFalse();
    }

    [Fact]
    public void Add_TakenSourceId_KeepsItsAsset()
    {
        _directory.Put(Make.Asset(1, "one"));
        _directory.Put(Make.Asset(2, "two"));
        _directory.Add(new AssetSourceId("coingecko", "one", 1, IdentityMatch.Own));

        _directory.Add(new AssetSourceId("coingecko", "one", 2, IdentityMatch.Own));

        _directory.FindBySourceId("coingecko", "one")!.Id.ShouldBe(1);
        _directory.IsKnownTo("coingecko", 2).ShouldBeFalse();
        _directory.SourceIds.Count.ShouldBe(1);
    }

    [Fact]
    public void RemoveSource_OneOfTwo_ForgetsItsIdsAndKeepsTheAssets()
    {
        _directory.Put(Make.Asset(1, "bitcoin"));
        _directory.Add(new AssetSourceId("sample", "bitcoin", 1, IdentityMatch.Own));
        _directory.Add(new AssetSourceId("coingecko", "bitcoin", 1, IdentityMatch.Own));

        _directory.RemoveSource("sample");

        _directory.FindBySourceId("sample", "bitcoin").ShouldBeNull();
        _directory.IsKnownTo("sample", 1).ShouldBeFalse();
        _directory.FindBySourceId("coingecko", "bitcoin")!.Id.ShouldBe(1);
        _directory.FindBySlug("bitcoin").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("BTC", "Bitcoin", "btc", "bitcoin")]
    [InlineData("btc", " Bit-Coin (v2) ", "btc", "bitcoinv2")]
    [InlineData("$X", "Ünïcode 币安", "$x", "ünïcode币安")]
    public void NameKey_Letters_AreLowerCaseWithoutSigns(string symbol, string name, string keySymbol, string keyName) =>
        AssetDirectory.NameKey(symbol, name).ShouldBe((keySymbol, keyName));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!?★")]
    [InlineData("🚀")]
    public void NameKey_NoLetterOrDigit_IsNull(string name) => AssetDirectory.NameKey("x", name).ShouldBeNull();
}
