using System.Reflection;
using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Gate.Rules;

namespace MarketData.Tests.Ingestion.Gate.Rules;

public sealed class FieldTypeRuleTests
{
    private const string NotExact = "has more digits, or is greater, than an exact decimal of 28 digits can hold.";

    public static TheoryData<string> ExactNames => [.. RawFigures.ExactNames];

    public static TheoryData<string> PercentageNames => [.. RawFigures.PercentageNames];

    [Fact]
    public void Names_AreOfAllNumbersOfAQuoteButThePrice()
    {
        var numbers = typeof(SourceQuote).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Count(property => property.PropertyType == typeof(SourceNumber));

        (RawFigures.ExactNames.Count + RawFigures.PercentageNames.Count).ShouldBe(numbers - 1);
    }

    [Fact]
    public void Check_AllGivenOrMissing_Passes()
    {
        var given = Make.Draft(RawFigures.All(7m));
        var missing = Make.Draft(Make.Raw());

        new FieldTypeRule().Check(given);
        new FieldTypeRule().Check(missing);

        given.Refusals.ShouldBeEmpty();
        missing.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void Check_PriceIsWords_RefusesTheQuote()
    {
        var draft = Make.Draft(Make.Raw() with { Price = Make.Words("\"12.5\"") });

        new FieldTypeRule().Check(draft);

        draft.IsRefused.ShouldBeTrue();
        draft.Refusals.ShouldBe([new Refusal("field_type", "quote", "\"12.5\"", "price is not a number.")]);
    }

    [Theory]
    [InlineData("8.7e36")]
    [InlineData("1.2345678901234567e-15")]
    public void Check_PriceNotRepresentable_RefusesTheQuote(string price)
    {
        var draft = Make.Draft(Make.Raw() with { Price = Make.Json(price) });

        new FieldTypeRule().Check(draft);

        draft.IsRefused.ShouldBeTrue();
        draft.Refusals.ShouldBe([new Refusal("field_type", "quote", price, $"price {NotExact}")]);
    }

    [Fact]
    public void Check_PriceRefused_RecordsNothingElse()
    {
        var raw = RawFigures.With(Make.Raw() with { Price = Make.Words("x") }, "market_cap", Make.Words("y"));
        var draft = Make.Draft(raw);

        new FieldTypeRule().Check(draft);

        draft.Refusals.ShouldHaveSingleItem().Field.ShouldBe("quote");
    }

    [Theory]
    [MemberData(nameof(ExactNames))]
    [MemberData(nameof(PercentageNames))]
    public void Check_FieldIsWords_RefusesTheFieldOnly(string field)
    {
        var draft = Make.Draft(RawFigures.With(RawFigures.All(7m), field, Make.Words("{}")));

        new FieldTypeRule().Check(draft);

        draft.IsRefused.ShouldBeFalse();
        draft.Refusals.ShouldBe([new Refusal("field_type", field, "{}", $"{field} is not a number.")]);
    }

    [Theory]
    [MemberData(nameof(ExactNames))]
    public void Check_ExactFieldTooGreat_RefusesTheField(string field)
    {
        var draft = Make.Draft(RawFigures.With(RawFigures.All(7m), field, Make.Json("8.7e36")));

        new FieldTypeRule().Check(draft);

        draft.IsRefused.ShouldBeFalse();
        draft.Refusals.ShouldBe([new Refusal("field_type", field, "8.7e36", $"{field} {NotExact}")]);
    }

    [Theory]
    [MemberData(nameof(PercentageNames))]
    public void Check_PercentageTooGreatForADecimal_Passes(string field)
    {
        var draft = Make.Draft(RawFigures.With(RawFigures.All(7m), field, Make.Json("8.7e36")));

        new FieldTypeRule().Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(PercentageNames))]
    public void Check_PercentageTooGreatForADouble_RefusesTheField(string field)
    {
        var draft = Make.Draft(RawFigures.With(RawFigures.All(7m), field, Make.Json("1e999")));

        new FieldTypeRule().Check(draft);

        draft.Refusals.ShouldBe([new Refusal("field_type", field, "1e999", $"{field} is not a number.")]);
    }
}
