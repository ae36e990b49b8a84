using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Gate.Rules;

namespace MarketData.Tests.Ingestion.Gate.Rules;

public sealed class SupplyOrderRuleTests
{
    private const double Tolerance = 0.01;

    [Fact]
    public void Check_InOrder_Passes()
    {
        var draft = Check(90m, 100m, 110m);

        draft.Refusals.ShouldBeEmpty();
        Supplies(draft).ShouldBe((90m, 100m, 110m));
    }

    [Fact]
    public void Check_AllEqual_Passes() => Check(100m, 100m, 100m).Refusals.ShouldBeEmpty();

    [Fact]
    public void Check_NothingKnown_Passes() => Check(null, null, null).Refusals.ShouldBeEmpty();

    [Fact]
    public void Check_TotalBelowCirculating_RefusesTheTotalAndKeepsTheCirculating()
    {
        var draft = Check(150m, 100m, 200m);

        Supplies(draft).ShouldBe((150m, null, 200m));
        draft.IsRefused.ShouldBeFalse();
        draft.Refusals.ShouldBe(
            [new Refusal("supply_order", "total_supply", "100", "total_supply is less than circulating_supply (150) by more than 1 %.")]);
    }

    [Fact]
    public void Check_MaximumBelowTotal_RefusesTheMaximumAndKeepsTheTotal()
    {
        var draft = Check(90m, 150m, 100m);

        Supplies(draft).ShouldBe((90m, 150m, null));
        draft.Refusals.ShouldBe(
            [new Refusal("supply_order", "max_supply", "100", "max_supply is less than total_supply (150) by more than 1 %.")]);
    }

    [Fact]
    public void Check_MaximumBelowCirculatingWithoutATotal_RefusesTheMaximum()
    {
        var draft = Check(150m, null, 100m);

        Supplies(draft).ShouldBe((150m, null, null));
        draft.Refusals.ShouldHaveSingleItem().Reason.ShouldBe("max_supply is less than circulating_supply (150) by more than 1 %.");
    }

    [Fact]
    public void Check_BothBoundsBelowCirculating_RefusesBoth()
    {
        var draft = Check(150m, 100m, 120m);

        Supplies(draft).ShouldBe((150m, null, null));
        draft.Refusals.Select(refusal => refusal.Field).ShouldBe(["total_supply", "max_supply"]);
    }

    [Fact]
    public void Check_RefusedTotal_DoesNotTestTheMaximum()
    {
        // A total of 100 is below the circulating 150 and goes; the maximum of 160 then bounds 150, which is in order.
        var draft = Check(150m, 100m, 160m);

        Supplies(draft).ShouldBe((150m, null, 160m));
        draft.Refusals.ShouldHaveSingleItem().Field.ShouldBe("total_supply");
    }

    [Theory]
    [InlineData("101", true)]
    [InlineData("101.0001", false)]
    public void Check_CirculatingAtTheTolerance_PassesOnlyUpToIt(string circulating, bool passes) =>
        (Check(Make.Decimal(circulating), 100m, null).Refusals.Count == 0).ShouldBe(passes);

    [Theory]
    [InlineData("101", true)]
    [InlineData("101.0001", false)]
    public void Check_TotalAtTheTolerance_PassesOnlyUpToIt(string total, bool passes) =>
        (Check(50m, Make.Decimal(total), 100m).Refusals.Count == 0).ShouldBe(passes);

    [Fact]
    public void Check_GreatestDecimals_DoesNotOverflow() =>
        Check(decimal.MaxValue, decimal.MaxValue, decimal.MaxValue).Refusals.ShouldBeEmpty();

    private static QuoteDraft Check(decimal? circulating, decimal? total, decimal? maximum)
    {
        var draft = Make.Draft(Make.Raw());
        (draft.CirculatingSupply, draft.TotalSupply, draft.MaxSupply) = (circulating, total, maximum);
        new SupplyOrderRule(Tolerance).Check(draft);
        return draft;
    }

    private static (decimal?, decimal?, decimal?) Supplies(QuoteDraft draft) => (draft.CirculatingSupply, draft.TotalSupply, draft.MaxSupply);
}
