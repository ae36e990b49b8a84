using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Hosting.Json;

/// <summary>Writes times in UTC with a Z, which every client reads, and with as many digits of the second as there are.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Form = "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Form.Length];
        value.UtcDateTime.TryFormat(text, out var length, Form, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
