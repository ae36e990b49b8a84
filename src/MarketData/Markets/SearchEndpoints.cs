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
        var assets = MarketSearch.FindAssets(snapshot, text, limit)
            .Select(row => new FoundAsset(row.Asset.Slug, row.Asset.Symbol, row.Asset.Name, row.Rank));
        var categories = MarketSearch.FindCategories(snapshot, text, limit)
            .Select(row => new FoundCategory(row.Category.Id, row.Category.Name));
        return SnapshotAnswer.Of(snapshot, new SearchResponse([.. assets], [.. categories]), null);
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
