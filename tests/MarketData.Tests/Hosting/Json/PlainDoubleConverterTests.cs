using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MarketData.Hosting.Json;

namespace MarketData.Tests.Hosting.Json;

public sealed class PlainDoubleConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new PlainDoubleConverter() } };

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(-1.25e-7, "-0.000000125")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1234567890123456.8, "1234567890123456.8")]
    [InlineData(12345678901234567d, "12345678901234568")]
    [InlineData(1.2345678901234566e17, "123456789012345660")]
    [InlineData(8.7e36, "8700000000000000000000000000000000000")]
    public void Write_Finite_IsPlain(double value, string expected) => JsonSerializer.Serialize(value, Options).ShouldBe(expected);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Write_NotFinite_IsNull(double value) => JsonSerializer.Serialize(value, Options).ShouldBe("null");

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(double.Epsilon)]
    [InlineData(-double.Epsilon)]
    [InlineData(2.2250738585072014e-308)]
    public void Write_Extreme_ReadsBackTheSame(double value) => ShouldRoundTrip(value);

    [Fact]
    public void Write_ManyInARow_AreValidJson() => JsonSerializer.Serialize(new[] { 1e-9, 1e20, 0.5 }, Options)
        .ShouldBe("[0.000000001,100000000000000000000,0.5]");

    /// <summary>All bit patterns, so that every exponent occurs.</summary>
    [Fact]
    public void Write_RandomDoubles_ReadBackTheSameWithoutExponent()
    {
        var anyBits = ArbMap.Default.GeneratorFor<DoNotSize<long>>().Select(bits => BitConverter.Int64BitsToDouble(bits.Item)).Where(double.IsFinite);

        Prop.ForAll(anyBits.ToArbitrary(), ShouldRoundTrip).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithReplay(20260301, 1));
    }

    [Fact]
    public void Write_RandomFigures_ReadBackTheSameWithoutExponent() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat>(), figure => ShouldRoundTrip(figure.Get))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20260301, 1));

    private static void ShouldRoundTrip(double value)
    {
        var text = JsonSerializer.Serialize(value, Options);

        text.AsSpan().ContainsAny('e', 'E', '+').ShouldBeFalse(text);
        JsonSerializer.Deserialize<double>(text).ShouldBe(value);
        double.Parse(text, CultureInfo.InvariantCulture).ShouldBe(value);
    }
}
