using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Gate.Rules;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion.Gate.Rules;

/// <summary>The held price is 100 as of minute 0; a jump is five times and more, and confirms within a quarter.</summary>
public sealed class JumpRuleTests
{
    private readonly JumpRule _rule = new(new GateOptions());

    [Fact]
    public void Check_NothingHeld_Passes() => Check(1_000_000m, 1, held: null).Refusals.ShouldBeEmpty();

    [Theory]
    [InlineData("499.99", true)]
    [InlineData("500", false)]
    [InlineData("20.01", true)]
    [InlineData("20", false)]
    public void Check_AtTheJumpFactor_PassesOnlyBelowIt(string price, bool passes) =>
        (!Check(Make.Decimal(price), 1).IsRefused).ShouldBe(passes);

    [Theory]
    [InlineData(1000)]
    [InlineData(10)]
    public void Check_Jump_RefusesTheQuoteAndSaysWhy(int price)
    {
        var draft = Check(price, 1);

        draft.IsRefused.ShouldBeTrue();
        var refusal = draft.Refusals.ShouldHaveSingleItem();
        refusal.Rule.ShouldBe("jump");
        refusal.Field.ShouldBe("quote");
        refusal.Value.ShouldBe(price.ToString(System.Globalization.CultureInfo.InvariantCulture));
        refusal.Reason.ShouldContain("the held 100 ");
        refusal.Reason.ShouldContain("2 more polls");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(10)]
    public void Check_TwoLaterPollsAgree_Passes(int price)
    {
        Check(price, 1).IsRefused.ShouldBeTrue();
        Check(price, 2).IsRefused.ShouldBeTrue();
        Check(price, 3).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Check_SameAnswerReadAgain_ConfirmsNothing()
    {
        Check(1000m, 1).IsRefused.ShouldBeTrue();
        for (var again = 0; again < 10; again++)
        {
            Check(1000m, 1).IsRefused.ShouldBeTrue();
        }

        Check(1000m, 2).IsRefused.ShouldBeTrue();
        Check(1000m, 2).IsRefused.ShouldBeTrue();
        Check(1000m, 3).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Check_AnswerOlderThanTheSpike_ConfirmsNothing()
    {
        Check(1000m, 5).IsRefused.ShouldBeTrue();
        Check(1000m, 4).IsRefused.ShouldBeTrue();
        Check(1000m, 3).IsRefused.ShouldBeTrue();
        Check(1000m, 5).IsRefused.ShouldBeTrue();
    }

    [Fact]
    public void Check_LaterPollsDriftWithinTheTolerance_Passes()
    {
        Check(1000m, 1).IsRefused.ShouldBeTrue();
        Check(1250m, 2).IsRefused.ShouldBeTrue();
        Check(1000m, 3).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Check_AnotherSpike_StartsTheCountAnew()
    {
        Check(1000m, 1).IsRefused.ShouldBeTrue();
        Check(1000m, 2).IsRefused.ShouldBeTrue();
        Check(1251m, 3).IsRefused.ShouldBeTrue();
        Check(1251m, 4).IsRefused.ShouldBeTrue();
        Check(1251m, 5).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Check_BackToNormal_ForgetsTheSpike()
    {
        Check(1000m, 1).IsRefused.ShouldBeTrue();
        Check(1000m, 2).IsRefused.ShouldBeTrue();
        Check(100m, 3).IsRefused.ShouldBeFalse();

        Check(1000m, 4).IsRefused.ShouldBeTrue();
        Check(1000m, 5).IsRefused.ShouldBeTrue();
        Check(1000m, 6).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Check_Confirmed_ForgetsTheSpike()
    {
        Check(1000m, 1);
        Check(1000m, 2);
        Check(1000m, 3).IsRefused.ShouldBeFalse();

        // The store did not take it, so that 100 is still held: the jump is counted from the start.
        Check(1000m, 4).IsRefused.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1250)]
    [InlineData(800)]
    public void Check_SecondSourceAgrees_PassesAtOnce(int otherPrice) =>
        Check(1000m, 1, other: Other(otherPrice, 1)).IsRefused.ShouldBeFalse();

    [Theory]
    [InlineData(1251)]
    [InlineData(799)]
    [InlineData(100)]
    public void Check_SecondSourceSaysOtherwise_RefusesTheQuote(int otherPrice) =>
        Check(1000m, 1, other: Other(otherPrice, 1)).IsRefused.ShouldBeTrue();

    [Fact]
    public void Check_SecondSourceNotNewerThanTheHeldQuote_ConfirmsNothing() =>
        Check(1000m, 1, other: Other(1000m, 0)).IsRefused.ShouldBeTrue();

    [Fact]
    public void Check_TwoAssets_CountApart()
    {
        Check(1000m, 1).IsRefused.ShouldBeTrue();
        Check(1000m, 2).IsRefused.ShouldBeTrue();

        Check(1000m, 3, assetId: 2).IsRefused.ShouldBeTrue();
        Check(1000m, 3).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Check_TwoSources_CountApart()
    {
        Check(1000m, 1).IsRefused.ShouldBeTrue();
        Check(1000m, 2).IsRefused.ShouldBeTrue();

        Check(1000m, 3, source: "coinpaprika").IsRefused.ShouldBeTrue();
        Check(1000m, 3).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void Check_PricesFurtherApartThanADecimalHolds_RefusesWithoutAnException()
    {
        var smallest = new decimal(1, 0, 0, false, 28);

        Check(decimal.MaxValue, 1, Make.Quote(smallest, asOf: At(0))).IsRefused.ShouldBeTrue();
    }

    [Fact]
    public void Check_OneConfirmationSet_PassesAtTheNextPoll()
    {
        var rule = new JumpRule(new GateOptions { Confirmations = 1 });

        Check(rule, 1000m, 1, Make.Quote(100m, asOf: At(0))).IsRefused.ShouldBeTrue();
        Check(rule, 1000m, 2, Make.Quote(100m, asOf: At(0))).IsRefused.ShouldBeFalse();
    }

    private static DateTimeOffset At(int minute) => Make.Now.AddMinutes(minute);

    private static Quote Other(decimal price, int minute) => Make.Quote(price, "coinpaprika", asOf: At(minute));

    private QuoteDraft Check(decimal price, int minute, int assetId = 1, string source = "coingecko", Quote? other = null)
    {
        var draft = new QuoteDraft(
            Make.Raw(price) with { AsOf = At(minute) },
            source,
            assetId,
            Make.Quote(100m, source, assetId, At(0)),
            other is null ? [] : [other],
            At(minute));
        _rule.Check(draft);
        return draft;
    }

    private QuoteDraft Check(decimal price, int minute, Quote? held) => Check(_rule, price, minute, held);

    private static QuoteDraft Check(JumpRule rule, decimal price, int minute, Quote? held)
    {
        var draft = Make.Draft(Make.Raw(price) with { AsOf = At(minute) }, held);
        rule.Check(draft);
        return draft;
    }
}
