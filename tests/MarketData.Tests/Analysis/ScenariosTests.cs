using MarketData.Analysis;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Analysis;

/// <summary>An asset at 10 with 100 units of 400 in circulation, bitcoin worth 7,000 and another worth 2,000: a market of 10,000.</summary>
public sealed class ScenariosTests
{
    private static readonly MarketSnapshot Market = MakeSnapshot.Of(MakeSnapshot.State(
        (Make.Asset(1, "alpha"), [Make.Quote(10) with { CirculatingSupply = 100, TotalSupply = 400, MaxSupply = 1000 }]),
        (Make.Asset(2, "bitcoin"), [Make.Quote(70) with { MarketCap = 7000 }]),
        (Make.Asset(3, "other"), [Make.Quote(1) with { MarketCap = 2000, MaxSupply = 4000 }]),
        (Make.Asset(4, "unknown"), [Make.Quote(5)])));

    [Fact]
    public void AtMarketCap_IsTheCapOverEachSupply() =>
        Of("alpha").AtMarketCap(3000).ShouldBe(new ScenarioResponse(
            ScenarioKind.MarketCap, null, null, 3000, new ScenarioPrice(30, 3), new ScenarioPrice(7.5m, 0.75)));

    [Fact]
    public void As_IsTheCapOfTheOther() =>
        Of("alpha").As(Row("bitcoin")).ShouldBe(new ScenarioResponse(
            ScenarioKind.As, "bitcoin", null, 7000, new ScenarioPrice(70, 7), new ScenarioPrice(17.5m, 1.75)));

    [Fact]
    public void AtTotal_KeepsTheShare() => // a tenth of 20,000
        Of("alpha").AtTotal(20000).ShouldBe(new ScenarioResponse(
            ScenarioKind.TotalMarketCap, null, 20000, 2000, new ScenarioPrice(20, 2), new ScenarioPrice(5, 0.5)));

    [Fact]
    public void AtMarketCap_OfUnknownSupply_HasNoPrice() =>
        Of("unknown").AtMarketCap(3000).ShouldBe(new ScenarioResponse(ScenarioKind.MarketCap, null, null, 3000, null, null));

    [Fact]
    public void AtTotal_OfUnknownMarketCap_HasNone() =>
        Of("unknown").AtTotal(20000).ShouldBe(new ScenarioResponse(ScenarioKind.TotalMarketCap, null, 20000, null, null, null));

    [Fact]
    public void With_SaysWhatIsDilutedAndByHowMuch()
    {
        var alpha = Of("alpha").With([]);
        var other = Of("other").With([]);

        (alpha.DilutedSupply, alpha.DilutedSupplyBasis, alpha.Dilution, alpha.MarketShare).ShouldBe((400, FdvBasis.TotalSupply, 4, 10));
        (other.DilutedSupply, other.DilutedSupplyBasis, other.Dilution).ShouldBe((4000, FdvBasis.MaxSupply, null));
        Of("unknown").With([]).Missing["market_cap"].ShouldBe(MissingReason.NoSupply);
    }

    [Fact]
    public void AtMarketCap_InAnotherCurrency_IsInThatAndRounded()
    {
        var euro = new Currency("eur", "Euro", CurrencyKind.Fiat, 0.5m, "test", null, null);

        new Scenarios(Market, Row("alpha"), euro, new NumberFormat(1, false)).AtMarketCap(333).ShouldBe(new ScenarioResponse(
            ScenarioKind.MarketCap, null, null, 333, new ScenarioPrice(3.3m, 0.666), new ScenarioPrice(0.8m, 0.1665)));
    }

    [Fact]
    public void Defaults_AreCapsAboveItsOwnOtherAssetsAndTotals()
    {
        Of("alpha").Defaults().Select(scenario => scenario.Kind).ShouldBe(
            [.. Enumerable.Repeat(ScenarioKind.MarketCap, 4), ScenarioKind.As, .. Enumerable.Repeat(ScenarioKind.TotalMarketCap, 3)]);
        Of("bitcoin").Defaults().ShouldNotContain(scenario => scenario.Kind == ScenarioKind.As);
    }

    private static Scenarios Of(string slug) => new(Market, Row(slug), Currency.UsDollar, NumberFormat.Full);

    private static MarketRow Row(string slug) => Market.Rows[Market.Find(slug)!.Value];
}
