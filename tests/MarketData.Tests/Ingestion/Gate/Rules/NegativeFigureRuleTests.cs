using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Gate.Rules;

namespace MarketData.Tests.Ingestion.Gate.Rules;

public sealed class NegativeFigureRuleTests
{
    private static readonly Dictionary<string, Func<QuoteDraft, decimal?>> Figures = new()
    {
        ["market_cap"] = draft => draft.MarketCap,
        ["fully_diluted_valuation"] = draft => draft.FullyDilutedValuation,
        ["volume_24h"] = draft => draft.Volume24h,
        ["circulating_supply"] = draft => draft.CirculatingSupply,
        ["total_supply"] = draft => draft.TotalSupply,
        ["max_supply"] = draft => draft.MaxSupply,
        ["high_24h"] = draft => draft.High24h,
        ["low_24h"] = draft => draft.Low24h,
        ["ath"] = draft => draft.Ath,
        ["atl"] = draft => draft.Atl,
    };

    [Theory]
    [InlineData("market_cap")]
    [InlineData("fully_diluted_valuation")]
    [InlineData("volume_24h")]
    [InlineData("circulating_supply")]
    [InlineData("total_supply")]
    [InlineData("max_supply")]
    [InlineData("high_24h")]
    [InlineData("low_24h")]
    [InlineData("ath")]
    [InlineData("atl")]
    public void Check_OneFigureNegative_TakesOutThatOneAndNoOther(string field)
    {
        var draft = Make.Draft(RawFigures.With(RawFigures.All(7m), field, Make.Number(-0.5m)));

        new NegativeFigureRule().Check(draft);

        draft.IsRefused.ShouldBeFalse();
        draft.Refusals.ShouldBe([new Refusal("negative", field, "-0.5", $"{field} cannot be negative.")]);
        Figures.ShouldAllBe(figure => figure.Value(draft) == (figure.Key == field ? null : 7m));
    }

    [Fact]
    public void Check_ChangesNegative_Passes()
    {
        var draft = Make.Draft(Make.Raw() with
        {
            PriceChange24h = Make.Number(-1m),
            MarketCapChange24h = Make.Number(-1m),
            MarketCapChangePercentage24h = Make.Number(-1m),
            Change24h = Make.Number(-1m),
        });

        new NegativeFigureRule().Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public void Check_NothingKnown_Passes()
    {
        var draft = Make.Draft(Make.Raw());

        new NegativeFigureRule().Check(draft);

        draft.Refusals.ShouldBeEmpty();
    }
}
