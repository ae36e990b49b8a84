using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Gate.Rules;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion.Gate.Rules;

public sealed class MarketCapRuleTests
{
    private const double Tolerance = 0.2;

    /// <summary>A price of 100 and a supply of 10: the market cap should be 1,000.</summary>
    private static readonly Quote Held = Make.Quote(price: 100m, asOf: Make.Now.AddMinutes(-5));

    [Theory]
    [InlineData(1000)]
    [InlineData(800)]
    [InlineData(1200)]
    public void Check_WithinTheTolerance_Passes(int marketCap)
    {
        var draft = Check(marketCap, 10m, Held);

        draft.Refusals.ShouldBeEmpty();
        draft.MarketCap.ShouldBe(marketCap);
    }

    [Theory]
    [InlineData(799)]
    [InlineData(1201)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Check_BeyondTheToleranceWithAHeldPrice_RefusesTheMarketCapOnly(int marketCap)
    {
        var draft = Check(marketCap, 10m, Held);

        draft.IsRefused.ShouldBeFalse();
        draft.MarketCap.ShouldBeNull();
        draft.CirculatingSupply.ShouldBe(10m);
        var refusal = draft.Refusals.ShouldHaveSingleItem();
        refusal.Rule.ShouldBe("market_cap_mismatch");
        refusal.Field.ShouldBe("market_cap");
        refusal.Value.ShouldBe(marketCap.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Check_BeyondTheTolerance_SaysByHowMuch() =>
        Check(5000m, 10m, Held).Refusals.ShouldHaveSingleItem().Reason
            .ShouldBe("The market cap disagrees: market cap is 5 times price × circulating supply (1000).");

    [Theory]
    [InlineData(3000)]
    [InlineData(350)]
    public void Check_FirstQuoteNotFarOff_RefusesTheMarketCapOnly(int marketCap)
    {
        var draft = Check(marketCap, 10m, held: null);

        draft.IsRefused.ShouldBeFalse();
        draft.MarketCap.ShouldBeNull();
        draft.Refusals.ShouldHaveSingleItem().Field.ShouldBe("market_cap");
    }

    /// <summary>An error of one order of magnitude, with a market cap that lags behind the price by up to the tolerance.</summary>
    [Theory]
    [InlineData(10_000)]
    [InlineData(8_100)]
    [InlineData(12_000)]
    [InlineData(100)]
    [InlineData(120)]
    [InlineData(1)]
    public void Check_FirstQuoteAnOrderOfMagnitudeOff_RefusesTheQuote(int marketCap)
    {
        var draft = Check(marketCap, 10m, held: null);

        draft.IsRefused.ShouldBeTrue();
        var refusal = draft.Refusals.ShouldHaveSingleItem();
        refusal.Field.ShouldBe("quote");
        refusal.Value.ShouldBe("100");
        refusal.Reason.ShouldStartWith("The first price we see disagrees: ");
    }

    /// <summary>With a held supply the culprit is known: the market cap agrees with the price and the supply we had.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(1)]
    public void Check_MarketCapAgreesWithTheHeldSupply_RefusesTheSupplyInstead(int supply)
    {
        var draft = Check(1000m, supply, Held with { CirculatingSupply = 10m });

        draft.IsRefused.ShouldBeFalse();
        draft.MarketCap.ShouldBe(1000m);
        draft.CirculatingSupply.ShouldBeNull();
        var refusal = draft.Refusals.ShouldHaveSingleItem();
        refusal.Rule.ShouldBe("market_cap_mismatch");
        refusal.Field.ShouldBe("circulating_supply");
    }

    [Fact]
    public void Check_NeitherSupplyAgrees_RefusesTheMarketCap()
    {
        var draft = Check(50_000m, 100m, Held with { CirculatingSupply = 10m });

        draft.MarketCap.ShouldBeNull();
        draft.CirculatingSupply.ShouldBe(100m);
    }

    [Fact]
    public void Check_MarketCapUnknown_Passes() => Check(null, 10m, Held).Refusals.ShouldBeEmpty();

    [Fact]
    public void Check_SupplyUnknown_Passes() => Check(1_000_000m, null, Held).Refusals.ShouldBeEmpty();

    [Fact]
    public void Check_ProductBeyondADecimal_RefusesWithoutAnException()
    {
        var draft = Check(1m, decimal.MaxValue, Held);

        draft.MarketCap.ShouldBeNull();
    }

    private static QuoteDraft Check(decimal? marketCap, decimal? supply, Quote? held)
    {
        var draft = Make.Draft(Make.Raw(100m), held);
        (draft.MarketCap, draft.CirculatingSupply) = (marketCap, supply);
        new MarketCapRule(Tolerance).Check(draft);
        return draft;
    }
}
