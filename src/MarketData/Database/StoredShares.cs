using System.Text.Json;

namespace MarketData.Database;

/// <summary>Shares by name as the database holds them: a JSON object. Its order is not kept.</summary>
internal static class StoredShares
{
    public static string ToText(IReadOnlyDictionary<string, double> shares) => JsonSerializer.Serialize(shares);

    public static IReadOnlyDictionary<string, double> Parse(string text) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(text) ?? [];
}
