using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MarketData.Hosting.Json;
using MarketData.Markets;

namespace MarketData.CoinGecko;

/// <summary>How answers in CoinGecko's shapes are written: snake_case, nulls shown, no exponents, times to the millisecond.</summary>
internal static class CoinGeckoJson
{
    private static readonly CoinGeckoJsonContext Context = new(Options());

    /// <summary>How a type is written. Types must be listed in <see cref="CoinGeckoJsonContext"/>.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Context.Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new MillisecondTimeConverter());
        options.Converters.Add(new ShortDecimalConverter());
        options.Converters.Add(new PlainDoubleConverter());
        options.Converters.Add(new AskedPercentageConverter());
        options.Converters.Add(new JsonStringEnumConverter<CurrencyKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }

    /// <summary>Writes times in UTC with three digits of the second, always.</summary>
    private sealed class MillisecondTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }
}

/// <summary>Writes decimals of at most 28 significant digits, which every decimal type of a client holds; converted amounts may have one more.</summary>
internal sealed class ShortDecimalConverter : JsonConverter<decimal>
{
    private const decimal Greatest = 9_999_999_999_999_999_999_999_999_999m;

    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(Shorten(value));

    /// <summary>A value of at most 28 significant digits, the nearest there is.</summary>
    public static decimal Shorten(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        if (new decimal(parts[0], parts[1], parts[2], isNegative: false, scale: 0) <= Greatest)
        {
            return value;
        }

        // Of 29 digits before the point the last becomes 0, downwards: upwards it may not fit.
        return value.Scale > 0 ? decimal.Round(value, value.Scale - 1) : decimal.Truncate(value / 10) * 10;
    }
}
