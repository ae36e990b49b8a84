using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>Finds assets and categories by name: exact matches first, then beginnings, then parts; each by market cap. Letter case aside.</summary>
internal static class MarketSearch
{
    private const int NoMatch = 3;

    /// <summary>Assets by id, symbol or name, closest match first, at most <paramref name="limit"/>.</summary>
    public static IEnumerable<MarketRow> FindAssets(MarketSnapshot snapshot, string text, int limit) =>
        Closest(snapshot.Rows, row => Closeness(text, row.Asset.Slug, row.Asset.Symbol, row.Asset.Name), limit);

    /// <summary>Categories by id or name, closest match first, at most <paramref name="limit"/>.</summary>
    public static IEnumerable<CategoryRow> FindCategories(MarketSnapshot snapshot, string text, int limit) =>
        Closest(snapshot.Categories, row => Closeness(text, row.Category.Id, row.Category.Name), limit);

    private static IEnumerable<T> Closest<T>(IEnumerable<T> rows, Func<T, int> closenessOf, int limit) => rows
        .Select(row => (Row: row, Closeness: closenessOf(row)))
        .Where(match => match.Closeness < NoMatch)
        .OrderBy(match => match.Closeness)
        .Take(limit)
        .Select(match => match.Row);

    /// <summary>0 for an exact match, 1 for a beginning, 2 for a part, <see cref="NoMatch"/> for none; the best over all names.</summary>
    private static int Closeness(string text, params ReadOnlySpan<string> names)
    {
        var best = NoMatch;
        foreach (var name in names)
        {
            var closeness = string.Equals(name, text, StringComparison.OrdinalIgnoreCase) ? 0
                : name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1
                : name.Contains(text, StringComparison.OrdinalIgnoreCase) ? 2
                : NoMatch;
            best = Math.Min(best, closeness);
        }

        return best;
    }
}
