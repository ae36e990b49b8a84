using System.Text.Json;

namespace MarketData.Database;

/// <summary>Values of an enumeration as the database holds them: in snake_case.</summary>
internal static class StoredEnum<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Texts =
        Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly Dictionary<string, T> Values = Texts.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string ToText(T value) => Texts[value];

    /// <exception cref="FormatException">A newer build wrote a value that this one does not know.</exception>
    public static T Parse(string text) => Values.TryGetValue(text, out var value)
        ? value
        : throw new FormatException($"'{text}' is no {typeof(T).Name} that this build knows.");
}
