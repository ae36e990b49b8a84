using System.Text.Json.Serialization;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

internal static class CoinCategoryEndpoints
{
    private static readonly QueryParameter<string> Order = Parameter.Named(
        "order",
        ((string[])["market_cap_desc", "market_cap_asc", "name_desc", "name_asc", "market_cap_change_24h_desc", "market_cap_change_24h_asc"])
            .ToDictionary(order => order),
        "market_cap_desc",
        "market_cap_desc",
        "Order of the categories; unknown comes last either way.").OrDefault();

    public static void MapCoinCategories(this RouteGroupBuilder group)
    {
        group.MapGet("/coins/categories/list", GetList)
            .WithName("CoinGeckoCategoriesList")
            .WithTags("CoinCategories")
            .WithSummary("All categories with id and name.")
            .WithDescription("In the order of their names.")
            .WithLenientQuery();

        group.MapGet("/coins/categories", GetCategories)
            .WithName("CoinGeckoCategories")
            .WithTags("CoinCategories")
            .WithSummary("All categories with their figures.")
            .WithDescription("Where a provider gives figures of its own for the category, those; else the sums over the members that we know.")
            .WithLenientQuery(Order);
    }

    private static CoinGeckoPage<IReadOnlyList<ListedCategory>> GetList(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinGeckoAnswer.Of<IReadOnlyList<ListedCategory>>(
            snapshot,
            [
                .. snapshot.Categories
                    .Select(row => new ListedCategory(row.Category.Id, row.Category.Name))
                    .OrderBy(category => category.Name, StringComparer.Ordinal),
            ]);
    }

    private static CoinGeckoPage<IReadOnlyList<CoinCategory>> GetCategories(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        var categories = snapshot.Categories.Select(row => CoinCategory.From(row, snapshot)).OrderBy(category => category.Id, StringComparer.Ordinal).ToList();
        return CoinGeckoAnswer.Of<IReadOnlyList<CoinCategory>>(snapshot, query.Get(Order) switch
        {
            "market_cap_asc" => [.. categories.OrderBy(category => category.MarketCap is null).ThenBy(category => category.MarketCap)],
            "name_desc" => [.. categories.OrderByDescending(category => category.Name, StringComparer.Ordinal)],
            "name_asc" => [.. categories.OrderBy(category => category.Name, StringComparer.Ordinal)],
            "market_cap_change_24h_desc" => [.. categories.OrderByDescending(category => category.MarketCapChange24h)],
            "market_cap_change_24h_asc" => [.. categories.OrderBy(category => category.MarketCapChange24h is null).ThenBy(category => category.MarketCapChange24h)],
            _ => [.. categories.OrderByDescending(category => category.MarketCap)],
        });
    }
}

/// <summary>A category in the list of all.</summary>
/// <param name="CategoryId">Id.</param>
/// <param name="Name">Display name.</param>
public sealed record ListedCategory(string CategoryId, string Name);

/// <summary>A category with its figures, in US dollars.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Display name.</param>
/// <param name="MarketCap">Market cap; null if unknown.</param>
/// <param name="MarketCapChange24h">Change over 24 hours in percent; null if unknown.</param>
/// <param name="Content">What belongs to it; empty for categories that only a provider knows.</param>
/// <param name="TopThreeCoinsId">Ids of its greatest members that we know, at most 3.</param>
/// <param name="TopThreeCoins">Addresses of their logos, as far as they are known.</param>
/// <param name="Volume24h">Volume of the last 24 hours; null if unknown.</param>
/// <param name="UpdatedAt">Time of the figures by their source's clock; null without any.</param>
public sealed record CoinCategory(
    string Id,
    string Name,
    decimal? MarketCap,
    [property: JsonPropertyName("market_cap_change_24h")] double? MarketCapChange24h,
    string Content,
    [property: JsonPropertyName("top_3_coins_id")] IReadOnlyList<string> TopThreeCoinsId,
    [property: JsonPropertyName("top_3_coins")] IReadOnlyList<string> TopThreeCoins,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    DateTimeOffset? UpdatedAt)
{
    internal static CoinCategory From(CategoryRow row, MarketSnapshot snapshot)
    {
        const int Greatest = 3;
        var category = row.Category;
        var isProviders = category.ProviderMarketCap is not null;
        var members = row.Members.Take(Greatest).Select(number => snapshot.Rows[number].Asset).ToList();
        return new CoinCategory(
            category.Id,
            category.Name,
            isProviders ? category.ProviderMarketCap : row.Totals.MarketCap,
            isProviders ? category.ProviderMarketCapChangePercentage24h : row.Totals.MarketCapChangePercentage24h,
            category.Description ?? "",
            [.. members.Select(asset => asset.Slug)],
            [.. members.Select(asset => CoinImage.Of(asset.ImageUrl).Small).OfType<string>()],
            isProviders ? category.ProviderVolume24h : row.Totals.Volume24h,
            isProviders ? category.ProviderAsOf : row.Members.Max(number => snapshot.Rows[number].Quote?.Figures.AsOf));
    }
}
