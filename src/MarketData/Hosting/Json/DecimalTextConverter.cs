using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Hosting.Json;

/// <summary>Writes decimals as strings (<c>numbers=string</c>), for clients whose JSON numbers are doubles.</summary>
internal sealed class DecimalTextConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
}
