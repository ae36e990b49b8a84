using System.Globalization;
using MarketData.Assets;
using MarketData.Ingestion.Sources.Sample;

namespace MarketData.Tests.Ingestion.Sources.Sample;

public sealed class SampleUniverseTests
{
    private static readonly IReadOnlyList<SampleAsset> Assets = SampleUniverse.Load().Assets;

    [Fact]
    public void Load_Resource_HasAtLeast200AssetsOnceEach()
    {
        Assets.Count.ShouldBeGreaterThanOrEqualTo(200);
        Assets.Select(asset => asset.Id).ShouldBeUnique();
    }

    [Fact]
    public void Load_EveryAsset_IsAmongTheSeedAssets()
    {
        var seed = SeedCatalog.Load();

        Assets.Where(asset => seed.Find(asset.Id) is null).ShouldBeEmpty();
    }

    [Fact]
    public void Load_EveryAsset_HasItsPriceBetweenItsRecords() =>
        Assets.Where(asset => !(asset.Ath >= asset.Price && asset.Price >= asset.Atl && asset.Atl > 0)).ShouldBeEmpty();

    [Fact]
    public void Load_EveryAsset_HasItsRecordsBeforeTheMarketOpened()
    {
        var opening = new DateOnly(2024, 11, 1);

        Assets.Where(asset => asset.AthDate >= opening || asset.AtlDate >= opening).ShouldBeEmpty();
    }

    [Fact]
    public void Load_EveryAsset_HasRecordsOfAtMostSixDigits()
    {
        // More, and a price rounded to six could stand on the wrong side of the record.
        Assets.SelectMany(asset => new[] { asset.Ath, asset.Atl })
            .Where(record => SampleNumbers.Round((double)record) != record)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Load_EveryAsset_HasSuppliesInOrder() =>
        Assets.Where(asset => asset.CirculatingSupply > asset.TotalSupply
            || asset.TotalSupply > asset.MaxSupply
            || asset.CirculatingSupply > asset.MaxSupply
            || asset.CirculatingSupply <= 0).ShouldBeEmpty();

    [Fact]
    public void Load_EveryAsset_HasAVolatilityThatItsBetaDoesNotExceed()
    {
        const double MarketVolatility = 0.5;

        Assets.Where(asset => asset.Volatility <= 0 || asset.Beta < 0 || asset.Beta * MarketVolatility > asset.Volatility).ShouldBeEmpty();
    }

    [Fact]
    public void Load_EveryFollower_FollowsAnAssetWithAPathOfItsOwn()
    {
        var leaders = Assets.Where(asset => asset.Follows is null).Select(asset => asset.Id).ToHashSet();

        Assets.Where(asset => asset.Follows is { } leader && !leaders.Contains(leader)).ShouldBeEmpty();
    }

    [Fact]
    public void Load_Bitcoin_IsReadInFull()
    {
        var bitcoin = Assets.Single(asset => asset.Id == "bitcoin");

        bitcoin.Volume24h.ShouldBe(25_000_000_000);
        bitcoin.MaxSupply.ShouldBe(21_000_000);
        bitcoin.AthDate.ToString("O", CultureInfo.InvariantCulture).ShouldBe("2024-03-14");
        bitcoin.Tvl.ShouldBeNull();
    }
}
