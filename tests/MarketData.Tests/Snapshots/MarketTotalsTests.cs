using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Tests.Snapshots;

public sealed class MarketTotalsTests
{
    [Fact]
    public void Over_NoRows_IsUnknown() =>
        MarketTotals.Over([]).ShouldBe(new MarketTotals
        {
            Assets = 0,
            AssetsWithMarketCap = 0,
            MarketCap = null,
            Volume24h = null,
            MarketCapChangePercentage24h = null,
        });

    [Fact]
    public void Over_SomeUnknown_SumsTheKnown()
    {
        var totals = MarketTotals.Over(
        [
            MakeSnapshot.Row("a", Make.Quote() with { MarketCap = 100m, Volume24h = 7m }),
            MakeSnapshot.Row("b", Make.Quote() with { MarketCap = 50.5m }),
            MakeSnapshot.Row("c", Make.Quote() with { Volume24h = 3m }),
            MakeSnapshot.Row("d"),
        ]);

        totals.Assets.ShouldBe(4);
        totals.AssetsWithMarketCap.ShouldBe(2);
        totals.MarketCap.ShouldBe(150.5m);
        totals.Volume24h.ShouldBe(10m);
        totals.MarketCapChangePercentage24h.ShouldBeNull();
    }

    [Fact]
    public void Over_Changes_AreWeightedByTheMarketCapBefore()
    {
        // 110 was 100 (+10 %), 40 was 80 (-50 %): 150 was 180, which is -16.67 %. The mean of the two would be -20 %.
        var totals = MarketTotals.Over(
        [
            MakeSnapshot.Row("a", Make.Quote() with { MarketCap = 110m, MarketCapChangePercentage24h = 10 }),
            MakeSnapshot.Row("b", Make.Quote() with { MarketCap = 40m, MarketCapChangePercentage24h = -50 }),
            MakeSnapshot.Row("c", Make.Quote() with { MarketCap = 1_000_000m }),
        ]);

        totals.MarketCapChangePercentage24h!.Value.ShouldBe(-100.0 / 6, 1e-12);
    }

    [Fact]
    public void Over_OnlyThePriceChangeKnown_UsesIt()
    {
        var totals = MarketTotals.Over([MakeSnapshot.Row("a", Make.Quote() with { MarketCap = 110m, Changes = new PriceChanges(H24: 10) })]);

        totals.MarketCapChangePercentage24h!.Value.ShouldBe(10, 1e-12);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-250)]
    public void Over_ChangeThatCannotBe_IsLeftOut(double change)
    {
        var totals = MarketTotals.Over(
        [
            MakeSnapshot.Row("a", Make.Quote() with { MarketCap = 110m, MarketCapChangePercentage24h = change }),
            MakeSnapshot.Row("b", Make.Quote() with { MarketCap = 120m, MarketCapChangePercentage24h = 20 }),
        ]);

        totals.MarketCapChangePercentage24h!.Value.ShouldBe(20, 1e-12);
    }

    [Fact]
    public void Over_EnormousChange_IsAFiniteNumber()
    {
        var totals = MarketTotals.Over([MakeSnapshot.Row("a", Make.Quote() with { MarketCap = 110m, MarketCapChangePercentage24h = 8.7e36 })]);

        double.IsFinite(totals.MarketCapChangePercentage24h!.Value).ShouldBeTrue();
    }

    [Fact]
    public void Over_SumBeyondTheRange_IsUnknown()
    {
        var totals = MarketTotals.Over(
        [
            MakeSnapshot.Row("a", Make.Quote() with { MarketCap = decimal.MaxValue }),
            MakeSnapshot.Row("b", Make.Quote() with { MarketCap = 1m }),
            MakeSnapshot.Row("c", Make.Quote() with { MarketCap = 2m }),
        ]);

        totals.MarketCap.ShouldBeNull();
        totals.AssetsWithMarketCap.ShouldBe(3);
    }
}
