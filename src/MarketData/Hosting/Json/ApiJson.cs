using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MarketData.Markets;

namespace MarketData.Hosting.Json;

/// <summary>How answers are written: snake_case, no exponents, nulls shown, letters of all languages as they are.</summary>
internal static class ApiJson
{
    /// <summary>Decimals as JSON numbers.</summary>
    public static readonly ApiJsonContext Numbers = new(Options(new PlainDoubleConverter(), new ExactDecimalConverter()));

    /// <summary>Decimals as strings.</summary>
    public static readonly ApiJsonContext Text = new(Options(new PlainDoubleConverter(), new DecimalTextConverter()));

    /// <summary>The form that a request asked for.</summary>
    public static ApiJsonContext For(NumberFormat format) => format.AsText ? Text : Numbers;

    /// <summary>How a type is written and read. Types must be listed in <see cref="ApiJsonContext"/>.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>(NumberFormat format) => (JsonTypeInfo<T>)For(format).Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Options(params JsonConverter[] converters)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            MaxDepth = 16,
        };
        options.Converters.Add(new UtcTimeConverter());
        foreach (var converter in converters)
        {
            options.Converters.Add(converter);
        }

        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
