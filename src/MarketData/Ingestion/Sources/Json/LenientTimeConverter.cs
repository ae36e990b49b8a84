using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Ingestion.Sources.Json;

/// <summary>Reads an ISO 8601 time, in UTC if it names no offset; anything else is <see langword="null"/>, for a time must not be guessed.</summary>
internal sealed class LenientTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            reader.TrySkip();
            return null;
        }

        return reader.TryGetDateTime(out var value)
            ? new DateTimeOffset(value.Kind is DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value.ToUniversalTime())
            : null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers of sources are only read.");
}
