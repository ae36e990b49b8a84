using System.Globalization;
using System.Text.Json;

namespace MarketData.IntegrationTests.Api;

/// <summary>
/// Checks JSON against the schemas of an OpenAPI 3.1 document: the keywords that ours uses. One that it does not know is an error, so
/// that nothing passes unchecked.
/// </summary>
/// <param name="document">The document, which references point into.</param>
/// <param name="decimalsAsText">Whether exact decimals may be strings, as they are with <c>numbers=string</c>.</param>
internal sealed class JsonSchemaChecker(JsonElement document, bool decimalsAsText = false)
{
    private static readonly HashSet<string> Ignored = ["description", "format", "example", "examples", "default", "title"];

    /// <summary>What does not fit, each with its place; empty if all does.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Check(schema, value, "$", problems);
        return problems;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            Check(keyword, schema, value, at, problems);
        }
    }

    private void Check(JsonProperty keyword, JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        switch (keyword.Name)
        {
            case "$ref":
                Check(Resolve(keyword.Value.GetString()!), value, at, problems);
                break;
            case "type" when !Types(keyword.Value).Any(type => Is(type, value)) && !IsDecimalAsText(schema, value):
                problems.Add($"{at} is {value.ValueKind} ({Shorten(value)}) and not {keyword.Value.GetRawText()}");
                break;
            case "enum" when !keyword.Value.EnumerateArray().Any(member => JsonElement.DeepEquals(member, value)):
                problems.Add($"{at} is {Shorten(value)} and none of {keyword.Value.GetRawText()}");
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                foreach (var property in keyword.Value.EnumerateObject())
                {
                    if (value.TryGetProperty(property.Name, out var member))
                    {
                        Check(property.Value, member, $"{at}.{property.Name}", problems);
                    }
                }

                break;
            case "required" when value.ValueKind == JsonValueKind.Object:
                problems.AddRange(keyword.Value.EnumerateArray()
                    .Where(name => !value.TryGetProperty(name.GetString()!, out _))
                    .Select(name => $"{at} lacks {name.GetString()}"));
                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.Object:
                CheckAdditional(keyword.Value, schema, value, at, problems);
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                foreach (var (i, item) in value.EnumerateArray().Index())
                {
                    Check(keyword.Value, item, $"{at}[{i}]", problems);
                }

                break;
            case "allOf":
                foreach (var part in keyword.Value.EnumerateArray())
                {
                    Check(part, value, at, problems);
                }

                break;
            case "oneOf" when keyword.Value.EnumerateArray().Count(part => Check(part, value).Count == 0) != 1:
                problems.Add($"{at} ({Shorten(value)}) fits not exactly one of {keyword.Value.GetRawText()}");
                break;
            case "minItems" when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() < keyword.Value.GetInt32():
            case "maxItems" when value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > keyword.Value.GetInt32():
            case "maxLength" when value.ValueKind == JsonValueKind.String && value.GetString()!.Length > keyword.Value.GetInt32():
            case "minimum" when value.ValueKind == JsonValueKind.Number && value.GetDouble() < keyword.Value.GetDouble():
            case "maximum" when value.ValueKind == JsonValueKind.Number && value.GetDouble() > keyword.Value.GetDouble():
                problems.Add($"{at} ({Shorten(value)}) is beyond {keyword.Name} {keyword.Value.GetRawText()}");
                break;
            case "type" or "enum" or "properties" or "required" or "additionalProperties" or "items" or "oneOf":
            case "minItems" or "maxItems" or "maxLength" or "minimum" or "maximum":
                break;
            default:
                if (!Ignored.Contains(keyword.Name))
                {
                    problems.Add($"{at}: the keyword {keyword.Name} is not known here");
                }

                break;
        }
    }

    private void CheckAdditional(JsonElement additional, JsonElement schema, JsonElement value, string at, List<string> problems)
    {
        var declared = schema.TryGetProperty("properties", out var properties) ? properties.Names() : [];
        foreach (var property in value.EnumerateObject().Where(property => !declared.Contains(property.Name)))
        {
            if (additional.ValueKind == JsonValueKind.False)
            {
                problems.Add($"{at}.{property.Name} is not documented");
            }
            else if (additional.ValueKind == JsonValueKind.Object)
            {
                Check(additional, property.Value, $"{at}.{property.Name}", problems);
            }
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (node, name) => node.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement types) =>
        types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Select(type => type.GetString()!) : [types.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };

    private bool IsDecimalAsText(JsonElement schema, JsonElement value) =>
        decimalsAsText
        && value.ValueKind == JsonValueKind.String
        && schema.TryGetProperty("format", out var format) && format.GetString() == "decimal"
        && decimal.TryParse(value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static string Shorten(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();
}
