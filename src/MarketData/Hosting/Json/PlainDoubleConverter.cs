using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Hosting.Json;

/// <summary>Writes doubles without an exponent, which strict decimal clients refuse: 8.7e36 becomes 8700…0. All digits are kept.</summary>
internal sealed class PlainDoubleConverter : JsonConverter<double>
{
    private const int LongestShortForm = 32;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
        {
            writer.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[LongestShortForm];
        Utf8Formatter.TryFormat(value, text, out var length);
        text = text[..length];
        var exponentAt = text.IndexOf((byte)'E');
        if (exponentAt < 0)
        {
            writer.WriteRawValue(text, skipInputValidation: true);
            return;
        }

        writer.WriteRawValue(Expand(text[..exponentAt], text[(exponentAt + 1)..]), skipInputValidation: true);
    }

    /// <summary>Writes <c>d.ddd</c> times ten to a power as a plain number.</summary>
    private static byte[] Expand(ReadOnlySpan<byte> mantissa, ReadOnlySpan<byte> exponentText)
    {
        var exponent = int.Parse(exponentText, System.Globalization.CultureInfo.InvariantCulture);
        var plain = new List<byte>(Math.Abs(exponent) + mantissa.Length + 2);
        if (mantissa[0] == (byte)'-')
        {
            plain.Add((byte)'-');
            mantissa = mantissa[1..];
        }

        var point = mantissa.IndexOf((byte)'.');
        var beforePoint = point < 0 ? mantissa.Length : point;
        byte[] digits = point < 0 ? [.. mantissa] : [.. mantissa[..point], .. mantissa[(point + 1)..]];
        var digitsBeforePoint = beforePoint + exponent;
        if (digitsBeforePoint <= 0)
        {
            plain.AddRange("0."u8);
            plain.AddRange(Enumerable.Repeat((byte)'0', -digitsBeforePoint));
            plain.AddRange(digits);
        }
        else
        {
            // The shortest form has an exponent only where all its digits stand before the point.
            plain.AddRange(digits);
            plain.AddRange(Enumerable.Repeat((byte)'0', digitsBeforePoint - digits.Length));
        }

        return [.. plain];
    }
}
