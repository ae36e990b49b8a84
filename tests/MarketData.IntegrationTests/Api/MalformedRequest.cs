using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MarketData.IntegrationTests.Api;

/// <summary>A request as it stands on the wire: nothing of it need make sense.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path, decoded.</param>
/// <param name="Query">Query with its question mark, encoded or not.</param>
/// <param name="Body">Body; null if it has none.</param>
/// <param name="ContentType">Type of the body; null if it says none.</param>
/// <param name="Accept">What it accepts; null if it does not say.</param>
internal sealed record MalformedRequest(string Method, string Path, string Query, byte[]? Body, string? ContentType, string? Accept);

/// <summary>Makes malformed and odd requests out of the OpenAPI document: the same ones for the same seed.</summary>
internal sealed partial class MalformedRequestGenerator(OpenApiDocument document, int seed)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"];

    private static readonly string[] Values =
    [
        "", " ", "%20", "%00", "a%00b", "%0d%0aSet-Cookie:%20x=1", "%09", "%1b[2J", "%7f", "%", "%z", "%zz", "%u0041", "%C0%AF", "%FF%FE", "%ED%A0%80", "%F0%9F%A6%84",
        "b%CC%B8%CC%A2%CC%9Bi%CC%B7t%CC%B6", "bit%E2%80%8Bcoin", "%E2%80%AEnioctib", "%EF%BB%BFbitcoin", "%D0%B1%D1%96tcoin",
        "007", "+5", "-0", "-1", "0", "00", "1e5", "1e-5", "1E400", "1e-400", "-1e400", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "1,000", "1.5.5", ".5", "5.", "%D9%A3",
        "2147483648", "-2147483649", "9223372036854775808", "79228162514264337593543950335", "79228162514264337593543950336",
        "0.0000000000000000000000000001", "0.00000000000000000000000000001", "123456789012345678901234567890.123456789",
        "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "....//", "/", "//", "\\", "C:\\", "file:///etc/passwd",
        "'", "''", "' OR '1'='1", "1; DROP TABLE asset;--", "\" OR 1=1 --", "$1", "@id", "%25", "%_", "*",
        "<script>alert(1)</script>", "${jndi:ldap://x}", "{{7*7}}", "#{7}", "`id`", "$(id)",
        "null", "undefined", "true", "[]", "{}", "[object%20Object]", ",", ",,,", "bitcoin,", ",bitcoin", "bitcoin,bitcoin", "bitcoin,,ethereum", "bitcoin;ethereum", "usd,usd,USD",
        "AAAA", "====", "A", "eA", "AeOwxEKY_BwUQnNnUlmOAABiaXRjb2lu", "MQBhH2IfYx9k", "/w==",
    ];

    private static readonly string[] Tokens =
        ["null", "true", "\"\"", "\"x\"", "[]", "{}", "-1", "0", "1e5", "1e40", "1e-40", "1e999999999", "-0.0", "01", "NaN", "\"\\ud800\"", "\"\\u0000\"", "0.12345678901234567890123456789", ",", ":", "'", "/**/"];

    private static readonly string?[] ContentTypes =
        [null, "", "text/plain", "application/xml", "application/json; charset=utf-16", "application/problem+json", "application/jsonx", "application/json;;;", "multipart/form-data", "no type at all", "*/*"];

    private static readonly string?[] Accepts = ["text/plain", "*/*", "", "nonsense", "text/plain;q=x", "application/xml", "a/b,c/d;q=0,,,", "text/*"];

    private readonly Random _random = new(seed);

    /// <summary>All but streams, whose answers never end.</summary>
    private readonly List<OpenApiOperation> _operations = [.. document.Operations.Where(operation => operation.Path is not ("/v1/stream" or "/v1/ws"))];

    public MalformedRequest Next()
    {
        var operation = Pick(_operations);
        var method = Chance(0.08) ? Pick(Methods) : operation.Method;
        var hasBody = operation.Method == "POST" ? !Chance(0.03) : Chance(0.02);
        return new MalformedRequest(
            method,
            PathOf(operation),
            QueryOf(operation),
            hasBody ? Body(ValidBodyOf(operation)) : null,
            !hasBody ? null : Chance(0.85) ? "application/json" : Pick(ContentTypes),
            Chance(0.1) ? Pick(Accepts) : null);
    }

    private string PathOf(OpenApiOperation operation)
    {
        var parts = operation.Path.Split('/').Select(part =>
            !part.StartsWith('{') ? part : Chance(0.4) ? Pick(["bitcoin", "ethereum", "layer-1", "uniswap"]) : Uri.UnescapeDataString(Value()));
        var path = string.Join('/', parts);
        return Chance(0.03) ? path + "/" : Chance(0.03) ? path + "/" + Uri.UnescapeDataString(Value()) : Chance(0.01) ? path.ToUpperInvariant() : path;
    }

    private string QueryOf(OpenApiOperation operation)
    {
        if (Chance(0.03))
        {
            return Pick(["?", "?&", "?&&==&", "?=", "?%", "?a[b]=c&a[b]=d", "?limit", "?limit=1&amp;limit=2", "?" + string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"p{i}={i}"))]);
        }

        var parameters = operation.Parameters.Where(parameter => parameter.Text("in") == "query").ToList();
        var query = new List<string>();
        foreach (var parameter in parameters)
        {
            if (Chance(IsRequired(parameter) ? 0.9 : Math.Min(0.4, 3.0 / parameters.Count)))
            {
                query.Add($"{Name(parameter.Text("name")!)}={(Chance(0.35) ? Sensible(parameter) : Value())}");
            }
        }

        if (Chance(0.05) && parameters.FirstOrDefault(parameter => parameter.Text("name")!.StartsWith("min_", StringComparison.Ordinal)) is { ValueKind: JsonValueKind.Object } bound)
        {
            query.Add($"{bound.Text("name")}=100");
            query.Add($"{bound.Text("name")!.Replace("min_", "max_", StringComparison.Ordinal)}=1");
        }

        if (Chance(0.08))
        {
            query.Add($"{Value()}={Value()}");
        }

        if (query.Count > 0 && Chance(0.08))
        {
            query.Add(Pick(query));
        }

        return query.Count == 0 ? "" : "?" + string.Join('&', query);
    }

    private static bool IsRequired(JsonElement parameter) => parameter.TryGetProperty("required", out var required) && required.GetBoolean();

    private string Name(string name) => Chance(0.95)
        ? name
        : Pick([name.ToUpperInvariant(), name + "x", name[1..], name + "[]", name + "%00", "%20" + name, name.Replace('_', '-'), Value()]);

    /// <summary>A value of the parameter's own kind.</summary>
    private string Sensible(JsonElement parameter)
    {
        var schema = parameter.GetProperty("schema");
        var example = parameter.TryGetProperty("example", out var single) ? single : schema.GetProperty("examples")[0];
        return example.ValueKind switch
        {
            JsonValueKind.Array => string.Join(',', example.EnumerateArray().Select(item => item.GetString())),
            JsonValueKind.String when schema.TryGetProperty("enum", out var members) => Pick(members.EnumerateArray().ToList()).GetString()!,
            JsonValueKind.String => example.GetString()!,
            _ => _random.Next(-5, 600).ToString(CultureInfo.InvariantCulture),
        };
    }

    private string Value() => _random.Next(300) switch
    {
        0 => new string('a', 100_000),
        1 => new string('9', 100_000),
        2 => string.Concat(Enumerable.Repeat("%CC%B8", 15_000)),
        3 => string.Join(',', Enumerable.Range(0, 20_000)),
        4 => "1e" + new string('9', 100_000),
        5 => "0." + new string('0', 100_000) + "1",
        < 40 => RandomText(),
        _ => Pick(Values),
    };

    private string RandomText()
    {
        var text = new StringBuilder();
        for (var i = _random.Next(1, 12); i > 0; i--)
        {
            text.Append(Chance(0.3) ? $"%{_random.Next(256):X2}" : ((char)_random.Next(33, 0x2FFF)).ToString());
        }

        return text.ToString();
    }

    /// <summary>The document's own example; none of those that would change something, were it right by chance.</summary>
    private static string ValidBodyOf(OpenApiOperation operation) =>
        !operation.Path.Contains("/admin/", StringComparison.Ordinal) && operation.Json.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText()
            : """{"items": [{"id": "a", "market_cap": 5.5}, {"price": 2, "circulating_supply": 3e5}], "thresholds": {"large_above": 100, "mid_from": 50, "small_from": 5, "micro_from": 1}}""";

    private byte[] Body(string valid)
    {
        switch (_random.Next(12))
        {
            case 0:
                return Encoding.UTF8.GetBytes(valid[.._random.Next(valid.Length)]);
            case 1:
                var deep = _random.Next(1, 5_000);
                return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Pick(["[", "{\"items\":", "{\"items\":[{\"market_cap\":", "{\"factors\":[{\"factor\":"]), deep)));
            case 2:
                var flipped = Encoding.UTF8.GetBytes(valid);
                for (var i = _random.Next(1, 6); i > 0; i--)
                {
                    flipped[_random.Next(flipped.Length)] = (byte)_random.Next(256);
                }

                return flipped;
            case 3:
                var noise = new byte[_random.Next(200)];
                _random.NextBytes(noise);
                return noise;
            case 4:
                return [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(valid)];
            case 5:
                return Encoding.Unicode.GetBytes(valid);
            case 6:
                return Encoding.UTF8.GetBytes(Pick(Tokens));
            case 7:
                return Encoding.UTF8.GetBytes($$"""{"items": [{{string.Join(',', Enumerable.Repeat(Pick(Tokens), _random.Next(1, 1_200)))}}]}""");
            default:
                return Encoding.UTF8.GetBytes(WithOtherTokens(valid));
        }
    }

    /// <summary>The body with some of its values, names or signs replaced by other ones.</summary>
    private string WithOtherTokens(string body)
    {
        for (var i = _random.Next(1, 4); i > 0 && Token().Matches(body) is { Count: > 0 } tokens; i--)
        {
            var token = Pick(tokens);
            body = body[..token.Index] + (Chance(0.2) ? Pick(tokens).Value : Pick(Tokens)) + body[(token.Index + token.Length)..];
        }

        return body;
    }

    /// <summary>A name, a text, a number or a bracket of JSON.</summary>
    [GeneratedRegex("""\"[^\"]*\"|[0-9][0-9.eE+-]*|[\[\]{}]""")]
    private static partial Regex Token();

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
