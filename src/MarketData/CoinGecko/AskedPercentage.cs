using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.CoinGecko;

/// <summary>A percentage that was asked for. Where it was not, there is none; where it is not known, it is written as null.</summary>
/// <param name="Value">In percent; <see langword="null"/> if unknown.</param>
public readonly record struct AskedPercentage(double? Value);

internal sealed class AskedPercentageConverter : JsonConverter<AskedPercentage>
{
    public override AskedPercentage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble());

    public override bool HandleNull => true;

    public override void Write(Utf8JsonWriter writer, AskedPercentage value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Value, CoinGeckoJson.TypeInfo<double?>());
}
