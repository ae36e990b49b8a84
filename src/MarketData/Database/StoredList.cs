using System.Text.Json;

namespace MarketData.Database;

/// <summary>A list of words as the database holds it: JSON.</summary>
internal static class StoredList
{
    public static string ToText(IReadOnlyList<string> words) => JsonSerializer.Serialize(words);

    public static IReadOnlyList<string> Parse(string text) => JsonSerializer.Deserialize<string[]>(text) ?? [];
}
