using System.Text.Json;
using System.Text.RegularExpressions;

namespace MarketData.IntegrationTests.Api;

/// <summary>The README's requests are made, and the answers have the shape that it shows: the same fields of the same JSON types.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task Readme_EveryRequest_AnswersInTheShapeShown()
    {
        var examples = Examples(await File.ReadAllTextAsync(RepositoryRoot.PathOf("README.md")));
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?>
        {
            ["environment"] = "Development",
            ["Ingestion:Sources:CoinGecko:Enabled"] = "false",
        });

        examples.Count.ShouldBeGreaterThanOrEqualTo(5);
        foreach (var (path, shown) in examples)
        {
            var answer = await app.GetJsonAsync(path);

            Differences(JsonDocument.Parse(shown).RootElement, answer, "$").ShouldBeEmpty(path);
        }
    }

    [Fact]
    public void Differences_OtherFieldOrType_AreFound()
    {
        var shown = JsonDocument.Parse("""{"a":1,"b":[{"c":null}]}""").RootElement;

        Differences(shown, JsonDocument.Parse("""{"a":2,"b":[{"c":"x"}]}""").RootElement, "$").ShouldBeEmpty();
        Differences(shown, JsonDocument.Parse("""{"a":"2","b":[{"d":1}],"e":0}""").RootElement, "$").Count().ShouldBe(4);
    }

    private static List<(string Path, string Answer)> Examples(string readme) =>
        [.. Example().Matches(readme.ReplaceLineEndings("\n")).Select(match => (match.Groups["path"].Value, match.Groups["answer"].Value))];

    /// <summary>Null goes with everything, since what is known differs from market to market; lists are compared by their first items.</summary>
    private static IEnumerable<string> Differences(JsonElement shown, JsonElement given, string at)
    {
        if (shown.ValueKind == JsonValueKind.Null || given.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (Kind(shown) != Kind(given))
        {
            return [$"{at} is shown as {Kind(shown)} and given as {Kind(given)}"];
        }

        return shown.ValueKind switch
        {
            JsonValueKind.Object => ObjectDifferences(shown, given, at),
            JsonValueKind.Array when shown.GetArrayLength() > 0 && given.GetArrayLength() > 0 => Differences(shown[0], given[0], at + "[0]"),
            _ => [],
        };
    }

    private static IEnumerable<string> ObjectDifferences(JsonElement shown, JsonElement given, string at)
    {
        foreach (var property in shown.EnumerateObject())
        {
            if (!given.TryGetProperty(property.Name, out var value))
            {
                yield return $"{at}.{property.Name} is shown and not given";
                continue;
            }

            foreach (var difference in Differences(property.Value, value, $"{at}.{property.Name}"))
            {
                yield return difference;
            }
        }

        foreach (var property in given.EnumerateObject().Where(property => !shown.TryGetProperty(property.Name, out _)))
        {
            yield return $"{at}.{property.Name} is given and not shown";
        }
    }

    private static JsonValueKind Kind(JsonElement element) => element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;

    [GeneratedRegex("curl -s '?http://localhost:5080(?<path>/[^'\\s]*)'?\\n```\\n+```json\\n(?<answer>.*?)\\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
