using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;

namespace MarketData.Markets;

internal static class SearchEndpoints
{
    private static readonly QueryParameter<string?> Text = Parameter.Text(
        "q", 100, "What to look for in ids, symbols and names, letter case aside.", "bit", required: true);

    private static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, 100, 20, "Most assets, and most categories.");

    public static RouteGroupBuilder MapSearch(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/search", "Search");

        group.MapGet("/", Search)
            .WithName("Search")
            .WithSummary("Assets and categories by id, symbol or name.")
            .WithDescription("Exact matches first, then those that begin with the text, then those that contain it; each by market cap.")
            .WithQuery(Text, Limit)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        return group;
    }

    private static SnapshotAnswer<Answer<SearchResponse>> Search(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        var text = query.Get(Text)!;
        var limit = query.Get(Limit);
        var assets = snapshot.Rows
            .Select(row => (Row: row, Closeness: Closeness(text, row.Asset.Slug, row.Asset.Symbol, row.Asset.Name)))
            .Where(match => match.Closeness < NoMatch)
            .OrderBy(match => match.Closeness)
            .Take(limit)
            .Select(match => new FoundAsset(match.Row.Asset.Slug, match.Row.Asset.Symbol, match.Row.Asset.Name, match.Row.Rank));
        var categories = snapshot.Categories
            .Select(row => (row.Category, Closeness: Closeness(text, row.Category.Id, row.Category.Name)))
            .Where(match => match.Closeness < NoMatch)
            .OrderBy(match => match.Closeness)
            .Take(limit)
            .Select(match => new FoundCategory(match.Category.Id, match.Category.Name));
        return SnapshotAnswer.Of(snapshot, new SearchResponse([.. assets], [.. categories]), null);
    }

    private const int NoMatch = 3;

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

/// <summary>What a search found.</summary>
/// <param name="Assets">Assets, closest match first.</param>
/// <param name="Categories">Categories, closest match first.</param>
public sealed record SearchResponse(IReadOnlyList<FoundAsset> Assets, IReadOnlyList<FoundCategory> Categories);

/// <summary>An asset that a search found.</summary>
/// <param name="Id">Id of the asset.</param>
/// <param name="Symbol">Ticker letters in lower case.</param>
/// <param name="Name">Display name.</param>
/// <param name="Rank">1 is the greatest market cap; null without one.</param>
public sealed record FoundAsset(string Id, string Symbol, string Name, int? Rank);

/// <summary>A category that a search found.</summary>
/// <param name="Id">Id of the category.</param>
/// <param name="Name">Display name.</param>
public sealed record FoundCategory(string Id, string Name);
