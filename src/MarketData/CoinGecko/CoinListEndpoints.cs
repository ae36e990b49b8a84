using System.Text.Json.Serialization;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

internal static class CoinListEndpoints
{
    private const int NewCoins = 200;

    private static readonly QueryParameter<bool> Platforms = CoinGeckoParameters.Include("include_platform", "addresses of contracts by platform are");

    private static readonly QueryParameter<bool> IsActive = Parameter.Named(
        "status", new Dictionary<string, bool> { ["active"] = true, ["inactive"] = false }, "active", true, "Coins that are active; of those that are not there is no list, and inactive is empty.").OrDefault();

    public static void MapCoinLists(this RouteGroupBuilder group)
    {
        group.MapGet("/coins/list", GetList)
            .WithName("CoinGeckoCoinsList")
            .WithSummary("All coins with id, symbol and name.")
            .WithDescription("In the order of their ids.")
            .WithLenientQuery(Platforms, IsActive);

        group.MapGet("/coins/list/new", GetNew)
            .WithName("CoinGeckoCoinsListNew")
            .WithSummary("The 200 coins that were first seen last, newest first.")
            .WithDescription("First seen by this service, by its clock.")
            .WithLenientQuery();

        group.MapGet("/asset_platforms", GetPlatforms)
            .WithName("CoinGeckoAssetPlatforms")
            .WithSummary("Platforms that contracts are known on.")
            .WithDescription("In the order of their ids. What a platform is called, its chain and its coin are not known here: all but the id is null.")
            .WithLenientQuery();
    }

    private static CoinGeckoPage<IReadOnlyList<ListedCoin>> GetList(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        var withPlatforms = query.Get(Platforms);
        return CoinGeckoAnswer.Of<IReadOnlyList<ListedCoin>>(snapshot, query.Get(IsActive)
            ? [.. snapshot.InOrderOfIds.Select(number => ListedCoin.From(snapshot.Rows[number], withPlatforms))]
            : []);
    }

    private static CoinGeckoPage<IReadOnlyList<NewCoin>> GetNew(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinGeckoAnswer.Of<IReadOnlyList<NewCoin>>(
            snapshot,
            [
                .. snapshot.Rows
                    .OrderByDescending(row => row.Asset.FirstSeen)
                    .ThenBy(row => row.Asset.Slug, StringComparer.Ordinal)
                    .Take(NewCoins)
                    .Select(row => new NewCoin(row.Asset.Slug, row.Asset.Symbol, row.Asset.Name, row.Asset.FirstSeen.ToUnixTimeSeconds())),
            ]);
    }

    private static CoinGeckoPage<IReadOnlyList<AssetPlatform>> GetPlatforms(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return CoinGeckoAnswer.Of<IReadOnlyList<AssetPlatform>>(
            snapshot,
            [
                .. snapshot.Rows
                    .SelectMany(row => row.Contracts.Select(contract => contract.Platform))
                    .Distinct()
                    .Order(StringComparer.Ordinal)
                    .Select(platform => new AssetPlatform(platform, null, null, null, null, new CoinImage(null, null, null))),
            ]);
    }
}

/// <summary>A coin in the list of all.</summary>
public sealed record ListedCoin
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Address of its contract by platform; absent where it was not asked for, empty where none is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Platforms { get; init; }

    internal static ListedCoin From(MarketRow row, bool withPlatforms) => new()
    {
        Id = row.Asset.Slug,
        Symbol = row.Asset.Symbol,
        Name = row.Asset.Name,
        Platforms = withPlatforms ? PlatformsOf(row) : null,
    };

    /// <summary>Address of a coin's contract by platform; of several on one platform the first.</summary>
    internal static Dictionary<string, string> PlatformsOf(MarketRow row) =>
        row.Contracts.DistinctBy(contract => contract.Platform).ToDictionary(contract => contract.Platform, contract => contract.Address);
}

/// <summary>A coin that was first seen lately.</summary>
/// <param name="Id">Id.</param>
/// <param name="Symbol">Ticker letters in lower case.</param>
/// <param name="Name">Display name.</param>
/// <param name="ActivatedAt">When it was first seen, by our clock, in seconds since 1970.</param>
public sealed record NewCoin(string Id, string Symbol, string Name, long ActivatedAt);

/// <summary>A platform that contracts are on.</summary>
/// <param name="Id">Id.</param>
/// <param name="ChainIdentifier">Number of the chain; null: not known.</param>
/// <param name="Name">Display name; null: not known.</param>
/// <param name="Shortname">Short name; null: not known.</param>
/// <param name="NativeCoinId">Id of the chain's coin; null: not known.</param>
/// <param name="Image">Logos, none known.</param>
public sealed record AssetPlatform(string Id, long? ChainIdentifier, string? Name, string? Shortname, string? NativeCoinId, CoinImage Image);

/// <summary>Addresses of a logo in three sizes.</summary>
/// <param name="Thumb">The smallest; null if unknown.</param>
/// <param name="Small">The middle one; null if unknown.</param>
/// <param name="Large">The largest; null if unknown.</param>
public sealed record CoinImage(string? Thumb, string? Small, string? Large)
{
    /// <summary>The sizes of a logo, which CoinGecko keeps side by side; of another provider's logo there is one.</summary>
    internal static CoinImage Of(string? url) => new(Size(url, "thumb"), Size(url, "small"), url);

    private static string? Size(string? url, string size) => url?.Replace("/large/", $"/{size}/", StringComparison.Ordinal);
}
