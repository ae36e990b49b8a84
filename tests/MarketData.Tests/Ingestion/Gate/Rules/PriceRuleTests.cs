using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Gate.Rules;

namespace MarketData.Tests.Ingestion.Gate.Rules;

public sealed class PriceRuleTests
{
    [Fact]
    public void Check_NoPrice_RefusesTheQuote()
    {
        var draft = Make.Draft(Make.Raw() with { Price = default });

        new PriceRule().Check(draft);

        draft.IsRefused.ShouldBeTrue();
        draft.Refusals.ShouldBe([new Refusal("price", "quote", null, "The source gives no price.")]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("-0.0000000000000000000000000001")]
    [InlineData("-100")]
    public void Check_NotAboveZero_RefusesTheQuoteWithItsValue(string price)
    {
        var draft = Make.Draft(Make.Raw(Make.Decimal(price)));

        new PriceRule().Check(draft);

        draft.IsRefused.ShouldBeTrue();
        draft.Refusals.ShouldBe([new Refusal("price", "quote", price, "A price is greater than zero.")]);
    }

    [Theory]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335")]
    public void Check_AboveZero_Passes(string price)
    {
        var draft = Make.Draft(Make.Raw(Make.Decimal(price)));

        new PriceRule().Check(draft);

        draft.IsRefused.ShouldBeFalse();
        draft.Refusals.ShouldBeEmpty();
    }
}
