using MarketData.Ingestion.Gate.Rules;

namespace MarketData.Tests.Ingestion.Gate.Rules;

public sealed class OlderRuleTests
{
    [Fact]
    public void Check_OlderThanHeld_RefusesTheQuote()
    {
        var held = Make.Quote(asOf: Make.Now);
        var draft = Make.Draft(Make.Raw() with { AsOf = Make.Now.AddTicks(-1) }, held);

        new OlderRule().Check(draft);

        draft.IsRefused.ShouldBeTrue();
        var refusal = draft.Refusals.ShouldHaveSingleItem();
        refusal.Rule.ShouldBe("older");
        refusal.Field.ShouldBe("quote");
        refusal.Value.ShouldBe("2026-03-01T11:59:59.9999999+00:00");
        refusal.Reason.ShouldBe("We hold a newer quote, of 2026-03-01T12:00:00.0000000+00:00.");
    }

    [Fact]
    public void Check_SameTimeAsHeld_Passes()
    {
        var draft = Make.Draft(Make.Raw() with { AsOf = Make.Now }, Make.Quote(asOf: Make.Now));

        new OlderRule().Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void Check_SameInstantWithAnotherOffset_Passes()
    {
        var draft = Make.Draft(Make.Raw() with { AsOf = Make.Now.ToOffset(TimeSpan.FromHours(-8)) }, Make.Quote(asOf: Make.Now));

        new OlderRule().Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void Check_OlderThanAnotherSource_Passes()
    {
        var other = Make.Quote(source: "coinpaprika", asOf: Make.Now);
        var draft = Make.Draft(Make.Raw() with { AsOf = Make.Now.AddHours(-1) }, held: null, other);

        new OlderRule().Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }
}
