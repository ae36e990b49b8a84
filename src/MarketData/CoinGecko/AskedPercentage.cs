using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.CoinGecko;

/// <summary>A percentage that is given only where it is asked for: <see langword="default"/> is not written, an unknown one as null.</summary>
/// <param name="IsAsked">Whether it is asked for.</param>
/// <param name="Value">In percent; <see langword="null"/> if unknown.</param>
public readonly record struct AskedPercentage(bool IsAsked, double? Value);

internal sealed class AskedPercentageConverter : JsonConverter<AskedPercentage>
{
    public override AskedPercentage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(true, reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble());

    public override bool HandleNull => true;

    public override void Write(Utf8JsonWriter writer, AskedPercentage value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, CoinGeckoJson.TypeInfo<double?>());
}
