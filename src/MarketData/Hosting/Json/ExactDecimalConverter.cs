using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using MarketData.Ingestion;

namespace MarketData.Hosting.Json;

/// <summary>Reads decimals only when no digit is lost, and writes them as JSON numbers; the serializer's own reading rounds in silence.</summary>
internal sealed class ExactDecimalConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return reader.TokenType == JsonTokenType.Number && ExactDecimal.TryParse(text, out var value)
            ? value
            : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
