using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Ingestion.Sources.Json;

/// <summary>Reads a number field from its text, whatever stands in it; a wrong type is kept as such and never thrown.</summary>
/// <remarks>The serializer has read the whole value when a converter runs, but <c>Skip</c> refuses a stream all the same: hence <c>TrySkip</c>.</remarks>
internal sealed class SourceNumberConverter : JsonConverter<SourceNumber>
{
    public override bool HandleNull => true;

    public override SourceNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.Number:
                return SourceNumber.Parse(TextOf(reader));
            case JsonTokenType.StartObject:
                reader.TrySkip();
                return SourceNumber.NotANumber("{}"u8);
            case JsonTokenType.StartArray:
                reader.TrySkip();
                return SourceNumber.NotANumber("[]"u8);
            default:
                return SourceNumber.NotANumber(TextOf(reader));
        }
    }

    public override void Write(Utf8JsonWriter writer, SourceNumber value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers of sources are only read.");

    private static ReadOnlySpan<byte> TextOf(in Utf8JsonReader reader) =>
        reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
}
