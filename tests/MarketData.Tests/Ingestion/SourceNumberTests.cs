using System.Text;
using MarketData.Ingestion;

namespace MarketData.Tests.Ingestion;

public sealed class SourceNumberTests
{
    [Fact]
    public void Default_IsMissing()
    {
        var number = default(SourceNumber);

        number.State.ShouldBe(SourceNumberState.Missing);
        number.Exact.ShouldBeNull();
        number.Approximate.ShouldBeNull();
        number.Text.ShouldBeNull();
    }

    [Fact]
    public void Of_Null_IsMissing() => SourceNumber.Of((decimal?)null).ShouldBe(default);

    [Fact]
    public void Of_Decimal_IsGivenInBothForms()
    {
        var number = SourceNumber.Of(12.5m);

        number.State.ShouldBe(SourceNumberState.Given);
        number.Exact.ShouldBe(12.5m);
        number.Approximate.ShouldBe(12.5);
        number.Text.ShouldBeNull();
    }

    [Theory]
    [InlineData(-12.5, "-12.5")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(0.1, "0.1")]
    public void Of_Double_IsGivenByItsShortestDigits(double value, string exact)
    {
        var number = SourceNumber.Of(value);

        number.State.ShouldBe(SourceNumberState.Given);
        number.Exact.ShouldBe(Make.Decimal(exact));
        number.Approximate.ShouldBe(value);
    }

    [Fact]
    public void Of_DoubleTooGreatForADecimal_IsApproximateOnly()
    {
        var number = SourceNumber.Of(8.7e36);

        number.State.ShouldBe(SourceNumberState.NotRepresentable);
        number.Exact.ShouldBeNull();
        number.Approximate.ShouldBe(8.7e36);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Of_NoFiniteDouble_IsNotANumber(double value)
    {
        var number = SourceNumber.Of(value);

        number.State.ShouldBe(SourceNumberState.NotANumber);
        number.Exact.ShouldBeNull();
        number.Approximate.ShouldBeNull();
    }

    [Theory]
    [InlineData("3.84e-18", "0.00000000000000000384")]
    [InlineData("18943225.0", "18943225.0")]
    [InlineData("-0.000123", "-0.000123")]
    public void Parse_Representable_KeepsEveryDigit(string text, string expected)
    {
        var number = Make.Json(text);

        number.State.ShouldBe(SourceNumberState.Given);
        number.Exact!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(expected);
        number.Text.ShouldBeNull();
    }

    [Theory]
    [InlineData("8.7e36", 8.7e36)]
    [InlineData("1.2345678901234567e-15", 1.2345678901234567e-15)]
    [InlineData("79228162514264337593543950336", 79228162514264337593543950336d)]
    public void Parse_NotRepresentable_KeepsTheNearestDoubleAndTheText(string text, double approximate)
    {
        var number = Make.Json(text);

        number.State.ShouldBe(SourceNumberState.NotRepresentable);
        number.Exact.ShouldBeNull();
        number.Approximate.ShouldBe(approximate);
        number.Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Parse_NoFiniteNumber_IsNotANumber(string text)
    {
        var number = Make.Json(text);

        number.State.ShouldBe(SourceNumberState.NotANumber);
        number.Exact.ShouldBeNull();
        number.Approximate.ShouldBeNull();
        number.Text.ShouldBe(text);
    }

    [Fact]
    public void NotANumber_LongText_IsCutTo64Characters() =>
        SourceNumber.NotANumber(Encoding.UTF8.GetBytes(new string('x', 1000))).Text.ShouldBe(new string('x', 64));

    [Fact]
    public void Parse_LongDigits_AreCutTo64Characters() =>
        Make.Json("1." + new string('3', 1000)).Text.ShouldBe("1." + new string('3', 62));
}
