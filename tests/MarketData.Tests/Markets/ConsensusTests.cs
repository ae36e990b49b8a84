using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Tests.Markets;

/// <summary>Figures are stale after 15 minutes; a spread of a tenth is the limit.</summary>
public sealed class ConsensusTests
{
    private const string Gecko = SourceNames.CoinGecko;
    private const string Paprika = SourceNames.CoinPaprika;

    private static readonly ConsensusRules Rules = ConsensusRules.From(new MarketsOptions());

    [Fact]
    public void Of_OneSource_IsThatSource()
    {
        var consensus = Of(Make.Quote(100m) with { MarketCap = 5m, FullyDilutedValuation = 6m });

        consensus.Figures.ShouldBe(Make.Quote(100m) with { MarketCap = 5m, FullyDilutedValuation = 6m });
        consensus.Sources.ShouldBe([Gecko]);
        consensus.Spread.ShouldBeNull();
        consensus.Confidence.ShouldBeNull();
        consensus.Stale.ShouldBeFalse();
        consensus.ChangesAt.ShouldBe(Make.Now.AddMinutes(15));
    }

    [Fact]
    public void Of_TwoThatAgree_IsTheirMean()
    {
        // Spread: 2 around the mean of 101; a fifth of the limit of a tenth (0.0198 / 0.1), so that confidence is four fifths.
        var consensus = Of(Make.Quote(102m, Paprika), Make.Quote(100m, Gecko) with { Ath = 200m, AthChangePercentage = -50, Atl = 50m, AtlChangePercentage = 100 });

        consensus.Figures.Price.ShouldBe(101m);
        (consensus.Figures.AthChangePercentage, consensus.Figures.AtlChangePercentage).ShouldBe((null, null), "they are of another price");
        consensus.Figures.Source.ShouldBe(Gecko);
        consensus.Sources.ShouldBe([Gecko, Paprika]);
        consensus.Spread!.Value.ShouldBe(2.0 / 101, 1e-15);
        consensus.Confidence!.Value.ShouldBe(1 - (2.0 / 101 / 0.1), 1e-12);
    }

    [Fact]
    public void Of_TwoTheSame_IsFullConfidence() => Of(Make.Quote(100m, Paprika), Make.Quote(100m, Gecko)).Confidence.ShouldBe(1);

    [Theory]
    [InlineData(100, 200)]
    [InlineData(200, 100)]
    public void Of_TwoThatDisagree_IsThePreferredOneWithoutConfidence(int preferred, int other)
    {
        var consensus = Of(
            Make.Quote(other, Paprika) with { Volume24h = 7m },
            Make.Quote(preferred, Gecko));

        consensus.Figures.Price.ShouldBe(preferred);
        consensus.Figures.Volume24h.ShouldBeNull();
        consensus.Sources.ShouldBe([Gecko]);
        consensus.Spread!.Value.ShouldBe(100.0 / 150, 1e-15);
        consensus.Confidence.ShouldBe(0);
    }

    [Fact]
    public void Of_TwoAtTheLimit_IsTheirMean()
    {
        // 10 / 100 is the limit itself.
        var consensus = Of(Make.Quote(95m, Gecko), Make.Quote(105m, Paprika));

        consensus.Figures.Price.ShouldBe(100m);
        consensus.Confidence.ShouldBe(0);
    }

    [Fact]
    public void Of_Three_IsTheMedianOfEachFigureThatSeveralGive()
    {
        var consensus = Of(
            Make.Quote(500m, "third") with { MarketCap = 9m, Volume24h = 30m },
            Make.Quote(100m, Gecko) with { MarketCap = 5m, Volume24h = 10m },
            Make.Quote(101m, Paprika) with { MarketCap = 6m, FullyDilutedValuation = 8m });

        consensus.Figures.Price.ShouldBe(101m);
        consensus.Figures.MarketCap.ShouldBe(6m);
        consensus.Figures.Volume24h.ShouldBe(20m);
        consensus.Figures.FullyDilutedValuation.ShouldBe(8m);
        consensus.Sources.ShouldBe([Gecko, Paprika, "third"]);
        consensus.Spread!.Value.ShouldBe(400.0 / 101, 1e-12);
        consensus.Confidence.ShouldBe(0);
    }

    [Fact]
    public void Of_Several_TakesTheRestFromThePreferredAndFillsItFromTheOthers()
    {
        var consensus = Of(
            Make.Quote(100m, Paprika, asOf: Make.Now) with { CirculatingSupply = 7m, MaxSupply = 9m, Changes = new PriceChanges(H1: 2, H24: 3) },
            Make.Quote(100m, Gecko, asOf: Make.Now.AddMinutes(-1)) with { CirculatingSupply = 6m, Changes = new PriceChanges(H1: 1) });

        consensus.Figures.CirculatingSupply.ShouldBe(6m);
        consensus.Figures.MaxSupply.ShouldBe(9m);
        consensus.Figures.Changes.ShouldBe(new PriceChanges(H1: 1, H24: 3));
        consensus.Figures.AsOf.ShouldBe(Make.Now);
        consensus.Figures.ReceivedAt.ShouldBe(Make.Now);
        consensus.ChangesAt.ShouldBe(Make.Now.AddMinutes(14));
    }

    [Fact]
    public void Of_StaleOneAmongFresh_IsLeftOut()
    {
        var consensus = Of(
            Make.Quote(200m, Gecko, asOf: Make.Now.AddMinutes(-15).AddTicks(-1)) with { MaxSupply = 21m },
            Make.Quote(100m, Paprika));

        consensus.Figures.ShouldBe(Make.Quote(100m, Paprika));
        consensus.Sources.ShouldBe([Paprika]);
        consensus.Spread.ShouldBeNull();
        consensus.Stale.ShouldBeFalse();
    }

    [Fact]
    public void Of_AgeAtTheLimit_IsFresh()
    {
        var consensus = Of(Make.Quote(100m, asOf: Make.Now.AddMinutes(-15)));

        consensus.Stale.ShouldBeFalse();
        consensus.ChangesAt.ShouldBe(Make.Now);
    }

    [Fact]
    public void Of_NoneFresh_IsTheNewestAndStale()
    {
        var consensus = Of(
            Make.Quote(100m, Gecko, asOf: Make.Now.AddHours(-3)),
            Make.Quote(110m, Paprika, asOf: Make.Now.AddHours(-2)),
            Make.Quote(120m, "third", asOf: Make.Now.AddHours(-4)));

        consensus.Figures.Price.ShouldBe(110m);
        consensus.Sources.ShouldBe([Paprika]);
        consensus.Stale.ShouldBeTrue();
        consensus.Confidence.ShouldBeNull();
    }

    [Fact]
    public void Of_NoneFreshAndEquallyOld_IsThePreferred() =>
        Of(Make.Quote(1m, Paprika, asOf: Make.Now.AddHours(-3)), Make.Quote(2m, Gecko, asOf: Make.Now.AddHours(-3)))
            .Sources.ShouldBe([Gecko]);

    [Fact]
    public void Of_OneStaleSource_IsStale() => Of(Make.Quote(1m, asOf: Make.Now.AddHours(-1))).Stale.ShouldBeTrue();

    [Fact]
    public void Of_AnyOrderOfQuotes_IsTheSame()
    {
        Quote[] quotes = [Make.Quote(100m, Gecko), Make.Quote(101m, Paprika), Make.Quote(102m, "a"), Make.Quote(103m, "b")];

        var forward = Of(quotes);
        var backward = Of([.. quotes.Reverse()]);

        backward.Figures.ShouldBe(forward.Figures);
        backward.Sources.ShouldBe(forward.Sources);
        forward.Figures.Price.ShouldBe(101.5m);
    }

    [Fact]
    public void Of_StatedMarketCap_IsTheProviders()
    {
        var consensus = Of(Make.Quote(100m) with { MarketCap = 5m, CirculatingSupply = 10m });

        (consensus.Figures.MarketCap, consensus.MarketCapBasis).ShouldBe((5m, MarketCapBasis.Provider));
    }

    [Fact]
    public void Of_NoMarketCap_IsPriceTimesCirculatingSupply()
    {
        var consensus = Of(Make.Quote(100m) with { CirculatingSupply = 10m, TotalSupply = 20m });

        (consensus.Figures.MarketCap, consensus.MarketCapBasis).ShouldBe((1000m, MarketCapBasis.CirculatingSupply));
    }

    [Fact]
    public void Of_NoSupplyOrTooGreat_HasNoMarketCapAndNoBasis()
    {
        var none = Of(Make.Quote(100m) with { TotalSupply = 20m });
        var tooGreat = Of(Make.Quote(100m) with { CirculatingSupply = decimal.MaxValue });

        (none.Figures.MarketCap, none.MarketCapBasis).ShouldBe((null, null));
        (tooGreat.Figures.MarketCap, tooGreat.MarketCapBasis).ShouldBe((null, null));
    }

    [Fact]
    public void Of_StatedValuation_IsTheProviders()
    {
        var consensus = Of(Make.Quote(100m) with { FullyDilutedValuation = 5m, TotalSupply = 20m, MaxSupply = 30m });

        (consensus.Figures.FullyDilutedValuation, consensus.FdvBasis).ShouldBe((5m, FdvBasis.Provider));
    }

    [Fact]
    public void Of_NoValuation_IsPriceTimesTotalSupply()
    {
        var consensus = Of(Make.Quote(100m) with { TotalSupply = 20m, MaxSupply = 30m });

        (consensus.Figures.FullyDilutedValuation, consensus.FdvBasis).ShouldBe((2000m, FdvBasis.TotalSupply));
    }

    [Fact]
    public void Of_NoTotalSupply_IsPriceTimesMaximumSupply()
    {
        var consensus = Of(Make.Quote(100m) with { MaxSupply = 30m });

        (consensus.Figures.FullyDilutedValuation, consensus.FdvBasis).ShouldBe((3000m, FdvBasis.MaxSupply));
    }

    [Fact]
    public void Of_TotalSupplyTooGreat_DoesNotFallBackToTheMaximum()
    {
        var consensus = Of(Make.Quote(100m) with { TotalSupply = decimal.MaxValue, MaxSupply = 30m });

        (consensus.Figures.FullyDilutedValuation, consensus.FdvBasis).ShouldBe((null, null));
    }

    [Fact]
    public void Of_CirculatingSupplyOnly_HasNoValuation() =>
        Of(Make.Quote(100m) with { CirculatingSupply = 10m }).FdvBasis.ShouldBeNull();

    [Fact]
    public void Preference_NamedAndOthers_AreInOrder()
    {
        var rules = ConsensusRules.From(new MarketsOptions { SourcePriority = { "CoinPaprika", "mine" } });

        new[] { "zzz", "coingecko", "mine", "coinpaprika" }.OrderBy(rules.Preference).ShouldBe(["coinpaprika", "mine", "coingecko", "zzz"]);
    }

    [Fact]
    public void Preference_NothingSet_IsTheDefault() =>
        new[] { "sample", "other", "coinpaprika", "coingecko" }.OrderBy(Rules.Preference)
            .ShouldBe(["coingecko", "coinpaprika", "sample", "other"]);

    private static ConsensusQuote Of(params Quote[] quotes) => Consensus.Of(quotes, Make.Now, Rules);
}
