using System.Globalization;
using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class MarketsOptionsTests
{
    private static readonly MarketsOptionsValidator Validator = new();

    [Fact]
    public void Validate_Defaults_Succeeds()
    {
        Validator.Validate(null, new MarketsOptions()).Succeeded.ShouldBeTrue();
        new MarketsOptions().Tiers.ToThresholds().ShouldBe(TierThresholds.Default);
    }

    [Theory]
    [InlineData("00:00:10")]
    [InlineData("30.00:00:00")]
    public void Validate_StaleAfterAtAnEnd_Succeeds(string staleAfter) =>
        Validator.Validate(null, new MarketsOptions { StaleAfter = TimeSpan.Parse(staleAfter, CultureInfo.InvariantCulture) }).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("00:00:09.9")]
    [InlineData("30.00:00:01")]
    [InlineData("-00:15:00")]
    public void Validate_StaleAfterOutOfRange_Fails(string staleAfter) =>
        ShouldFail(new MarketsOptions { StaleAfter = TimeSpan.Parse(staleAfter, CultureInfo.InvariantCulture) }, "Markets:StaleAfter is ");

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Validate_MaxSpreadOutOfRange_Fails(double maxSpread) =>
        ShouldFail(new MarketsOptions { MaxSpread = maxSpread }, "Markets:MaxSpread is ");

    [Fact]
    public void Validate_MaxSpreadOne_Succeeds() => Validator.Validate(null, new MarketsOptions { MaxSpread = 1 }).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_TiersOutOfOrder_Fails() =>
        ShouldFail(
            new MarketsOptions { Tiers = new TierOptions { LargeAbove = 1m } },
            "Markets:Tiers: large_above must not be less than mid_from.");

    [Fact]
    public void Validate_SeveralWrong_NamesEach() =>
        Validator.Validate(null, new MarketsOptions { MaxSpread = 0, StaleAfter = TimeSpan.Zero, Tiers = new TierOptions { MidFrom = 0 } })
            .Failures!.Count().ShouldBe(3);

    private static void ShouldFail(MarketsOptions options, string start) =>
        Validator.Validate(null, options).Failures.ShouldHaveSingleItem().ShouldStartWith(start);
}
