using MarketData.Assets;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Assets;

public sealed class AssetFieldsTests
{
    [Fact]
    public void Names_All_FitIntoASet() => AssetFields.Names.Count.ShouldBeLessThanOrEqualTo(64);

    [Fact]
    public void Differing_SomeFields_AreThoseWhoseTextDiffers()
    {
        var before = Row(Make.Quote(100m) with { TotalSupply = 5m, AthDate = Make.Now });

        AssetFields.Differing(before, Row(Make.Quote(100m) with { TotalSupply = 5m, AthDate = Make.Now })).ShouldBe(0UL);
        AssetFields.Differing(before, Row(Make.Quote(101m) with { TotalSupply = 5m, AthDate = Make.Now }))
            .ShouldBe(AssetFields.SetOf(["price", "fully_diluted_valuation"]));
        AssetFields.Differing(before, Row(Make.Quote(100m) with { TotalSupply = 5m, AthDate = Make.Now, AsOf = Make.Now.AddSeconds(1) }))
            .ShouldBe(AssetFields.SetOf(["as_of"]));

        // Also of a field that is an object, and of the last one.
        AssetFields.Differing(before, Row(Make.Quote(100m) with { TotalSupply = 5m, AthDate = Make.Now, MaxSupply = 6m }))
            .ShouldBe(AssetFields.SetOf(["max_supply", "missing"]));
    }

    [Fact]
    public void SetOf_Nothing_IsEverything() =>
        AssetFields.SetOf([]).ShouldBe(AssetFields.SetOf(AssetFields.Names));

    private static byte[] Row(Quote quote) => AssetEncoder.Encode(MakeSnapshot.Row("bitcoin", quote), Currency.UsDollar, NumberFormat.Full);
}
