using System.Text.Json.Serialization;
using MarketData.Candles;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>A coin with everything known of it. Texts that are not known are empty, as CoinGecko writes them; figures are null.</summary>
public sealed record CoinDetail
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>The id.</summary>
    public required string WebSlug { get; init; }

    /// <summary>The first platform that a contract is known on; null if none is.</summary>
    public required string? AssetPlatformId { get; init; }

    /// <summary>Address of its contract by platform; one empty entry if none is known.</summary>
    public required IReadOnlyDictionary<string, string> Platforms { get; init; }

    /// <summary>The same with decimal places.</summary>
    public required IReadOnlyDictionary<string, CoinPlatform> DetailPlatforms { get; init; }

    /// <summary>Minutes between two blocks; always null: not known here.</summary>
    public required int? BlockTimeInMinutes { get; init; }

    /// <summary>Hashing algorithm; always null: not known here.</summary>
    public required string? HashingAlgorithm { get; init; }

    /// <summary>Names of its categories, in the order of their ids.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Its categories with ids; absent where they were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CoinCategoryName>? CategoriesDetails { get; init; }

    /// <summary>Always false.</summary>
    public required bool PreviewListing { get; init; }

    /// <summary>Always null: not known here.</summary>
    public required string? PublicNotice { get; init; }

    /// <summary>Always empty: not known here.</summary>
    public required IReadOnlyList<string> AdditionalNotices { get; init; }

    /// <summary>Always false: there are no breakdowns of the supply.</summary>
    public required bool HasSupplyBreakdown { get; init; }

    /// <summary>The name by language, English alone; absent where it was not wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Localization { get; init; }

    /// <summary>A description by language; the English one, empty.</summary>
    public required IReadOnlyDictionary<string, string> Description { get; init; }

    /// <summary>Addresses of its pages; none known.</summary>
    public required CoinLinks Links { get; init; }

    /// <summary>Logos.</summary>
    public required CoinImage Image { get; init; }

    /// <summary>Always empty: not known here.</summary>
    public required string CountryOrigin { get; init; }

    /// <summary>Day of the first block; always null: not known here.</summary>
    public required string? GenesisDate { get; init; }

    /// <summary>The address that it was asked by; absent where it was asked by id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContractAddress { get; init; }

    /// <summary>Always null: not known here.</summary>
    public required double? SentimentVotesUpPercentage { get; init; }

    /// <summary>Always null: not known here.</summary>
    public required double? SentimentVotesDownPercentage { get; init; }

    /// <summary>Always null: not known here.</summary>
    public required int? WatchlistPortfolioUsers { get; init; }

    /// <summary>1 is the greatest market cap; null without one.</summary>
    public required int? MarketCapRank { get; init; }

    /// <summary>The same rank: staked and wrapped coins are ranked too.</summary>
    public required int? MarketCapRankWithRehypothecated { get; init; }

    /// <summary>Its figures; absent where they were not wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoinMarketData? MarketData { get; init; }

    /// <summary>Figures of its community, all null; absent where they were not wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoinCommunity? CommunityData { get; init; }

    /// <summary>Figures of its developers, all null; absent where they were not wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoinDevelopers? DeveloperData { get; init; }

    /// <summary>Always empty: not known here.</summary>
    public required IReadOnlyList<string> StatusUpdates { get; init; }

    /// <summary>Time of the figures by the source's clock; null without a price.</summary>
    public required DateTimeOffset? LastUpdated { get; init; }

    /// <summary>Always empty: not known here; absent where they were not wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Tickers { get; init; }

    internal static CoinDetail From(MarketSnapshot snapshot, MarketRow row, CoinDetailQuery wanted, SparklineTable? sparklines)
    {
        var platforms = ListedCoin.PlatformsOf(row);
        var shown = platforms.Count == 0 ? new Dictionary<string, string> { [""] = "" } : platforms;
        var categories = row.Categories.Select(id => new CoinCategoryName(id, snapshot.FindCategory(id)?.Category.Name ?? id)).ToList();
        return new CoinDetail
        {
            Id = row.Asset.Slug,
            Symbol = row.Asset.Symbol,
            Name = row.Asset.Name,
            WebSlug = row.Asset.Slug,
            AssetPlatformId = platforms.Keys.FirstOrDefault(),
            Platforms = shown,
            DetailPlatforms = shown.ToDictionary(platform => platform.Key, platform => new CoinPlatform(null, platform.Value)),
            BlockTimeInMinutes = null,
            HashingAlgorithm = null,
            Categories = [.. categories.Select(category => category.Name)],
            CategoriesDetails = wanted.WithCategories ? categories : null,
            PreviewListing = false,
            PublicNotice = null,
            AdditionalNotices = [],
            HasSupplyBreakdown = false,
            Localization = wanted.WithLocalization ? LocalizationOf(row) : null,
            Description = new Dictionary<string, string> { ["en"] = "" },
            Links = CoinLinks.None,
            Image = CoinImage.Of(row.Asset.ImageUrl),
            CountryOrigin = "",
            GenesisDate = null,
            SentimentVotesUpPercentage = null,
            SentimentVotesDownPercentage = null,
            WatchlistPortfolioUsers = null,
            MarketCapRank = row.Rank,
            MarketCapRankWithRehypothecated = row.Rank,
            MarketData = wanted.WithMarketData ? CoinMarketData.From(snapshot, row, sparklines) : null,
            CommunityData = wanted.WithCommunity ? CoinCommunity.Unknown : null,
            DeveloperData = wanted.WithDevelopers ? CoinDevelopers.Unknown : null,
            StatusUpdates = [],
            LastUpdated = row.Quote?.Figures.AsOf,
            Tickers = wanted.WithTickers ? [] : null,
        };
    }

    /// <summary>The name by language: English alone is known.</summary>
    internal static IReadOnlyDictionary<string, string> LocalizationOf(MarketRow row) => new Dictionary<string, string> { ["en"] = row.Asset.Name };
}
