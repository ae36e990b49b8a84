using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Ingestion.Sources.Json;

/// <summary>Reads a text field; anything that is not a readable string is <see langword="null"/>.</summary>
internal sealed class LenientTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            reader.TrySkip();
            return null;
        }

        return ReadText(ref reader);
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadText(ref reader) ?? "";

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers of sources are only read.");

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            return null;
        }
    }
}
