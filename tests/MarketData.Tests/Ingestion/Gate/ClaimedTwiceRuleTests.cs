using MarketData.Ingestion.Gate;

namespace MarketData.Tests.Ingestion.Gate;

public sealed class ClaimedTwiceRuleTests
{
    [Fact]
    public void Find_NothingTwice_FindsNone() =>
        ClaimedTwiceRule.Find([Make.Raw("a", "aaa", "A"), Make.Raw("b", "aaa", "A")]).ShouldBeEmpty();

    [Fact]
    public void Find_NoQuotes_FindsNone() => ClaimedTwiceRule.Find([]).ShouldBeEmpty();

    [Fact]
    public void Find_SameAssetOnTwoPages_FindsNone() =>
        ClaimedTwiceRule.Find([Make.Raw("a", "aaa", "A coin", 1m), Make.Raw("a", "AAA", "a COIN", 2m)]).ShouldBeEmpty();

    [Theory]
    [InlineData("bbb", "A")]
    [InlineData("aaa", "B")]
    public void Find_DifferentAssets_FindsTheId(string symbol, string name) =>
        ClaimedTwiceRule.Find([Make.Raw("a", "aaa", "A"), Make.Raw("b", "b", "B"), Make.Raw("a", symbol, name)]).ShouldBe(["a"]);

    [Fact]
    public void Find_ThirdListingDiffers_FindsTheIdOnce() =>
        ClaimedTwiceRule.Find([Make.Raw("a", "aaa", "A"), Make.Raw("a", "aaa", "A"), Make.Raw("a", "bbb", "B"), Make.Raw("a", "ccc", "C")])
            .ShouldBe(["a"]);

    [Fact]
    public void Find_IdsThatDifferInCase_AreTwoIds() =>
        ClaimedTwiceRule.Find([Make.Raw("a", "aaa", "A"), Make.Raw("A", "bbb", "B")]).ShouldBeEmpty();
}
