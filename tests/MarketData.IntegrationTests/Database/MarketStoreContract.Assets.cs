using MarketData.Assets;
using MarketData.Database;

namespace MarketData.IntegrationTests.Database;

public abstract partial class MarketStoreContract
{
    [Fact]
    public async Task AddAssetsAsync_NewAndKnownAndTwice_GivesAllInTheOrderAsked()
    {
        var assets = await Store.AddAssetsAsync(
            [Some.Asset("zcash"), Some.Asset("bitcoin") with { Name = "Other" }, Some.Asset("aave"), Some.Asset("zcash") with { Name = "Other" }],
            null,
            CancellationToken.None);

        assets.Select(asset => asset.Slug).ShouldBe(["zcash", "bitcoin", "aave", "zcash"]);
        assets[1].ShouldBe(Bitcoin);
        assets[3].ShouldBe(assets[0]);
        assets[0].Name.ShouldBe("Name of zcash");
        assets.Select(asset => asset.Id).Distinct().Count().ShouldBe(3);
        (await LoadAsync()).Assets.Count.ShouldBe(4);
    }

    [Fact]
    public async Task AddAssetsAsync_KnownAssets_UseUpNoKeys()
    {
        for (var i = 0; i < 5; i++)
        {
            await Store.AddAssetsAsync([Some.Asset("bitcoin")], null, CancellationToken.None);
        }

        var added = await Store.AddAssetsAsync([Some.Asset("aave")], null, CancellationToken.None);

        added[0].Id.ShouldBe(Math.Max(Bitcoin.Id, Dust.Id) + 1);
    }

    [Fact]
    public async Task AddAssetsAsync_SameAssetsFromManyAtOnce_AreOneEach()
    {
        NewAsset[] assets = [.. Enumerable.Range(0, 200).Select(i => Some.Asset($"asset-{i}"))];

        var added = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
            Store.AddAssetsAsync(i % 2 == 0 ? assets : [.. assets.Reverse()], null, CancellationToken.None)));

        (await LoadAsync()).Assets.Count.ShouldBe(202);
        added.SelectMany(list => list).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task AddAssetsAsync_None_GivesNone() =>
        (await Store.AddAssetsAsync([], null, CancellationToken.None)).ShouldBeEmpty();

    [Fact]
    public async Task CommitAsync_ChangedAssetWithoutImage_KeepsTheImage()
    {
        var image = Bitcoin with { ImageUrl = "https://example.org/b.png" };
        await CommitAsync(Some.Commit() with { ChangedAssets = [image] });

        await CommitAsync(Some.Commit() with { ChangedAssets = [Bitcoin with { Slug = "btc", Symbol = "xbt", Name = "New", ImageUrl = null }] });

        (await LoadAsync()).Assets[0].ShouldBe(image with { Slug = "btc", Symbol = "xbt", Name = "New" });
    }

    [Fact]
    public async Task CommitAsync_SourceIdThatIsTaken_KeepsItsAsset()
    {
        await CommitAsync(Some.Commit() with { SourceIds = [new AssetSourceId("s", "1", Bitcoin.Id, IdentityMatch.Table)] });
        await CommitAsync(Some.Commit() with { SourceIds = [new AssetSourceId("s", "1", Dust.Id, IdentityMatch.Own)] });

        (await LoadAsync()).SourceIds.ShouldBe([new AssetSourceId("s", "1", Bitcoin.Id, IdentityMatch.Table)]);
    }

    [Fact]
    public async Task CommitAsync_ContractThatIsTaken_KeepsItsAsset()
    {
        await CommitAsync(Some.Commit() with { Contracts = [new AssetContract(Bitcoin.Id, "ethereum", "0xabc")] });
        await CommitAsync(Some.Commit() with { Contracts = [new AssetContract(Dust.Id, "ethereum", "0xabc")] });

        (await LoadAsync()).Contracts.ShouldBe([new AssetContract(Bitcoin.Id, "ethereum", "0xabc")]);
    }

    [Fact]
    public async Task CommitAsync_CategoryWithUnknownFields_KeepsWhatIsStored()
    {
        var known = Some.CommitOfEverything(Bitcoin, Dust).Categories[0];
        await CommitAsync(Some.Commit() with { Categories = [known] });

        await CommitAsync(Some.Commit() with { Categories = [new Category { Id = known.Id, Name = "Other name" }] });

        Text((await LoadAsync()).Categories).ShouldBe(Text([known with { Name = "Other name" }]));
    }

    [Fact]
    public async Task CommitAsync_CollisionThatIsStored_IsReplaced()
    {
        var first = new IdentityCollision("s", "1", "abc", "Abc", ["bitcoin"], Some.Time);
        await CommitAsync(Some.Commit() with { Collisions = [first] });
        await CommitAsync(Some.Commit() with { Collisions = [first with { Candidates = ["bitcoin", "dust"], SeenAt = Some.Time.AddDays(1) }] });

        var collision = (await LoadAsync()).Collisions.ShouldHaveSingleItem();
        collision.Candidates.ShouldBe(["bitcoin", "dust"]);
        collision.SeenAt.ShouldBe(Some.Time.AddDays(1));
    }
}
