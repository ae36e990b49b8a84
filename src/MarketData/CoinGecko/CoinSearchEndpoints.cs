using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

internal static class CoinSearchEndpoints
{
    private const int MaxResults = 100;

    private static readonly QueryParameter<string?> Text = Parameter.Text(
        "query", 200, "What to look for in ids, symbols and names, letter case aside.", "bit", required: true);

    public static void MapCoinSearch(this RouteGroupBuilder group)
    {
        group.MapGet("/search", Search)
            .WithName("CoinGeckoSearch")
            .WithTags("CoinSearch")
            .WithSummary("Coins and categories by id, symbol or name.")
            .WithDescription("Exact matches first, then those that begin with the text, then those that contain it; each by market cap, at most 100. Exchanges, offerings and NFTs are not known here.")
            .WithLenientQuery(Text)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        group.MapGet("/search/trending", GetTrending)
            .WithName("CoinGeckoTrending")
            .WithTags("CoinSearch")
            .WithSummary("What is searched for most: not known here.")
            .WithDescription("Always three empty lists: searches are not counted.")
            .WithLenientQuery();
    }

    private static CoinGeckoPage<CoinSearchResult> Search(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        var text = query.Get(Text)!;
        return CoinGeckoAnswer.Of(snapshot, new CoinSearchResult(
            [.. MarketSearch.FindAssets(snapshot, text, MaxResults).Select(SearchedCoin.From)],
            [],
            [],
            [.. MarketSearch.FindCategories(snapshot, text, MaxResults).Select(row => new SearchedCategory(row.Category.Id, row.Category.Name))],
            []));
    }

    private static CoinGeckoPage<TrendingSearches> GetTrending(SnapshotHolder holder) =>
        CoinGeckoAnswer.Of(holder.Required, new TrendingSearches([], [], []));
}

/// <summary>What a search found.</summary>
/// <param name="Coins">Coins, closest match first.</param>
/// <param name="Exchanges">Always empty: not known here.</param>
/// <param name="Icos">Always empty: not known here.</param>
/// <param name="Categories">Categories, closest match first.</param>
/// <param name="Nfts">Always empty: not known here.</param>
public sealed record CoinSearchResult(
    IReadOnlyList<SearchedCoin> Coins,
    IReadOnlyList<string> Exchanges,
    IReadOnlyList<string> Icos,
    IReadOnlyList<SearchedCategory> Categories,
    IReadOnlyList<string> Nfts);

/// <summary>A coin that a search found.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Display name.</param>
/// <param name="ApiSymbol">The id.</param>
/// <param name="Symbol">Ticker letters in capitals.</param>
/// <param name="MarketCapRank">1 is the greatest market cap; null without one.</param>
/// <param name="Thumb">Address of a small logo; null if unknown.</param>
/// <param name="Large">Address of a logo; null if unknown.</param>
public sealed record SearchedCoin(string Id, string Name, string ApiSymbol, string Symbol, int? MarketCapRank, string? Thumb, string? Large)
{
    internal static SearchedCoin From(MarketRow row)
    {
        var image = CoinImage.Of(row.Asset.ImageUrl);
        return new(row.Asset.Slug, row.Asset.Name, row.Asset.Slug, row.Asset.Symbol.ToUpperInvariant(), row.Rank, image.Thumb, image.Large);
    }
}

/// <summary>A category that a search found.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Display name.</param>
public sealed record SearchedCategory(string Id, string Name);

/// <summary>What is searched for most.</summary>
/// <param name="Coins">Always empty: not known here.</param>
/// <param name="Nfts">Always empty: not known here.</param>
/// <param name="Categories">Always empty: not known here.</param>
public sealed record TrendingSearches(IReadOnlyList<string> Coins, IReadOnlyList<string> Nfts, IReadOnlyList<string> Categories);
