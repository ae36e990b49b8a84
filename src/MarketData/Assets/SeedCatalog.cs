using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Assets;

/// <summary>What is known beforehand: ids across providers, categories with the providers' names for them, and contract addresses.</summary>
/// <remarks>The tables are <c>Assets/Seed/assets.json</c> and <c>Assets/Seed/categories.json</c>, written by hand.</remarks>
public sealed class SeedCatalog
{
    private readonly FrozenDictionary<string, SeedAsset> _bySlug;
    private readonly FrozenDictionary<string, string> _slugByCoinPaprikaId;
    private readonly FrozenDictionary<(string Source, string Name), string> _categoryByAlias;

    private SeedCatalog(IReadOnlyList<SeedAsset> assets, IReadOnlyList<SeedCategory> categories)
    {
        Assets = assets;
        Categories = categories;
        _bySlug = assets.ToFrozenDictionary(asset => asset.Id);
        _slugByCoinPaprikaId = assets.Where(asset => asset.CoinPaprika is not null).ToFrozenDictionary(asset => asset.CoinPaprika!, asset => asset.Id);
        _categoryByAlias = categories
            .SelectMany(category => category.Aliases.SelectMany(source => source.Value.Select(name => (Key: (source.Key, Normalise(name)), category.Id))))
            .ToFrozenDictionary(alias => alias.Key, alias => alias.Id);
    }

    /// <summary>All assets of the table, in its order.</summary>
    public IReadOnlyList<SeedAsset> Assets { get; }

    /// <summary>All categories of the table, in its order.</summary>
    public IReadOnlyList<SeedCategory> Categories { get; }

    /// <summary>Reads the tables from the assembly.</summary>
    public static SeedCatalog Load() => new(
        Read("MarketData.Assets.Seed.assets.json", SeedJsonContext.Default.SeedAssetArray),
        Read("MarketData.Assets.Seed.categories.json", SeedJsonContext.Default.SeedCategoryArray));

    /// <summary>The asset with a slug; null if the table has none.</summary>
    public SeedAsset? Find(string slug) => _bySlug.GetValueOrDefault(slug);

    /// <summary>The slug of the asset that CoinPaprika knows by an id; null if the table does not say.</summary>
    public string? SlugOfCoinPaprikaId(string coinPaprikaId) => _slugByCoinPaprikaId.GetValueOrDefault(coinPaprikaId);

    /// <summary>Our category for a provider's name of one, letter case aside; null if the table has none.</summary>
    public string? CategoryOf(string source, string providerName) => _categoryByAlias.GetValueOrDefault((source, Normalise(providerName)));

    private static string Normalise(string name) => name.ToLowerInvariant();

    private static T[] Read<T>(string resource, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T[]> type)
    {
        using var stream = typeof(SeedCatalog).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks {resource}.");
        return JsonSerializer.Deserialize(stream, type) ?? throw new InvalidOperationException($"{resource} is empty.");
    }
}

/// <summary>An asset of the seed table.</summary>
/// <param name="Id">Slug: CoinGecko's id.</param>
/// <param name="Symbol">Ticker letters in lower case.</param>
/// <param name="Name">Display name.</param>
/// <param name="CoinPaprika">Id at CoinPaprika; null if not known.</param>
/// <param name="Categories">Slugs of its categories.</param>
/// <param name="Contracts">Addresses by platform (CoinGecko's platform ids).</param>
/// <param name="Binance">Symbol of its pair with USDT at Binance; null if there is none, or it is not known.</param>
public sealed record SeedAsset(
    string Id,
    string Symbol,
    string Name,
    [property: JsonPropertyName("coinpaprika")] string? CoinPaprika,
    IReadOnlyList<string> Categories,
    IReadOnlyDictionary<string, string> Contracts,
    string? Binance = null);

/// <summary>A category of the seed table.</summary>
/// <param name="Id">Slug.</param>
/// <param name="Name">Display name.</param>
/// <param name="Description">What belongs to it, in a sentence.</param>
/// <param name="Aliases">The names that providers have for it, by source.</param>
public sealed record SeedCategory(string Id, string Name, string Description, IReadOnlyDictionary<string, IReadOnlyList<string>> Aliases);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SeedAsset[]))]
[JsonSerializable(typeof(SeedCategory[]))]
internal sealed partial class SeedJsonContext : JsonSerializerContext;
