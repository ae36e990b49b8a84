using System.Globalization;
using MarketData.Ingestion.Sources.Sample;

namespace MarketData.Tests.Ingestion.Sources.Sample;

public sealed class SampleNumbersTests
{
    [Theory]
    [InlineData(64123.456789, "64123.5")]
    [InlineData(64000, "64000")]
    [InlineData(1, "1")]
    [InlineData(0.99999951, "1")]
    [InlineData(0.1234565001, "0.123457")]
    [InlineData(1.8000004e-9, "0.0000000018")]
    [InlineData(1.23456789e-9, "0.00000000123457")]
    [InlineData(25123456789.0, "25123500000")]
    [InlineData(1e-26, "0.00000000000000000000000001")]
    public void Round_Value_KeepsSixDigitsAndNoTrailingZeros(double value, string expected) =>
        SampleNumbers.Round(value).ToString(CultureInfo.InvariantCulture).ShouldBe(expected);
}
