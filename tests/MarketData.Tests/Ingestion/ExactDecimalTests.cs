using System.Globalization;
using System.Numerics;
using System.Text;
using MarketData.Ingestion;

namespace MarketData.Tests.Ingestion;

public sealed class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("3.84e-18", "0.00000000000000000384")]
    [InlineData("1E+15", "1000000000000000")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("100000000000000000000000000000000e-10", "10000000000000000000000.000000")]
    [InlineData("18943225.0", "18943225.0")]
    [InlineData("1.0000000000000000000000000000000000000", "1.0000000000000000000000000000")]
    public void TryParse_Representable_GivesEveryDigit(string text, string expected)
    {
        ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var value).ShouldBeTrue();

        value.ToString(CultureInfo.InvariantCulture).ShouldBe(expected);
    }

    [Theory]
    [InlineData("8.7e36")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1.2345678901234567e-15")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("7.9999999999999999999999999999")]
    [InlineData("809969453.57659523808266670001")]
    [InlineData("1e99999999999")]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1,000")]
    [InlineData("NaN")]
    public void TryParse_NotExactlyRepresentable_IsFalse(string text) =>
        ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Fact]
    public void TryParse_RandomDigitsAndExponents_AgreesWithBigIntegers()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 100_000; i++)
        {
            var digits = new string([.. Enumerable.Range(0, random.Next(1, 32)).Select(_ => (char)('0' + random.Next(10)))]);
            var exponent = random.Next(-32, 6);
            var text = $"{digits}e{exponent}";

            var parsed = ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var value);

            parsed.ShouldBe(FitsDecimal(BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent), text);
            if (parsed)
            {
                ToFraction(value).ShouldBe(Reduce(BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent), text);
            }
        }
    }

    private static bool FitsDecimal(BigInteger digits, int exponent)
    {
        var (reduced, place) = Reduce(digits, exponent);
        var widened = place > 0 ? reduced * BigInteger.Pow(10, place) : reduced;
        return place >= -28 && widened < BigInteger.Pow(2, 96);
    }

    private static (BigInteger Digits, int Exponent) ToFraction(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return Reduce(digits, point < 0 ? 0 : point + 1 - text.Length);
    }

    private static (BigInteger Digits, int Exponent) Reduce(BigInteger digits, int exponent)
    {
        if (digits.IsZero)
        {
            return (digits, 0);
        }

        while (digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        return (digits, exponent);
    }
}
