using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData("2.345", 2, "2.35")]
    [InlineData("-2.345", 2, "-2.35")]
    [InlineData("2.344999", 2, "2.34")]
    [InlineData("2.5", 0, "3")]
    [InlineData("2", 2, "2")]
    [InlineData("0.00000000000000000384", 18, "0.000000000000000004")]
    public void Round_Precision_RoundsHalvesAwayFromZero(string amount, int precision, string expected) =>
        new NumberFormat(precision, false).Round(Make.Decimal(amount)).ShouldBe(Make.Decimal(expected));

    [Fact]
    public void Round_NoPrecision_ChangesNothing() => NumberFormat.Full.Round(1.230m)!.Value.Scale.ShouldBe((byte)3);

    [Fact]
    public void Round_Unknown_IsUnknown() => new NumberFormat(2, false).Round(null).ShouldBeNull();
}
