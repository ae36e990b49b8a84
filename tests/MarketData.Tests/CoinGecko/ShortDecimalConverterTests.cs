using System.Globalization;
using MarketData.CoinGecko;

namespace MarketData.Tests.CoinGecko;

public sealed class ShortDecimalConverterTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("18943225.0", "18943225.0")]
    [InlineData("-0.0000000000000000000000000001", "-0.0000000000000000000000000001")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData("1.2345678901234567890123456789", "1.234567890123456789012345679")]
    [InlineData("-7.9228162514264337593543950335", "-7.922816251426433759354395034")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950330")]
    public void Shorten_AnyDecimal_HasAtMost28SignificantDigits(string value, string expected) =>
        ShortDecimalConverter.Shorten(decimal.Parse(value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture).ShouldBe(expected);
}
