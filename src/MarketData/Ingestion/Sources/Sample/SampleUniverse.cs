using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Ingestion.Sources.Sample;

/// <summary>The assets of the sample market, as <c>SampleUniverse.json</c> lists them: round figures written by hand.</summary>
/// <param name="Assets">The assets, in the order of the file.</param>
internal sealed record SampleUniverse(IReadOnlyList<SampleAsset> Assets)
{
    private const string Resource = "MarketData.Ingestion.Sources.Sample.SampleUniverse.json";

    /// <summary>Reads the assets from the assembly.</summary>
    public static SampleUniverse Load()
    {
        using var stream = typeof(SampleUniverse).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        return new SampleUniverse(
            JsonSerializer.Deserialize(stream, SampleJsonContext.Default.SampleAssetArray)
                ?? throw new InvalidOperationException($"{Resource} is empty."));
    }
}

/// <summary>An asset of the sample market. Money is in US dollars.</summary>
/// <param name="Id">Slug, as in the seed assets.</param>
/// <param name="Price">Price that the path swings about.</param>
/// <param name="CirculatingSupply">Units in circulation; null if unknown, and then there is no market cap.</param>
/// <param name="TotalSupply">Units that exist; null if unknown.</param>
/// <param name="MaxSupply">Units that can ever exist; null if unknown or unlimited.</param>
/// <param name="Volume24h">Volume of 24 hours that the volume swings about.</param>
/// <param name="Volatility">Standard deviation of the price's logarithm over a year.</param>
/// <param name="Beta">How strongly the price follows the market as a whole: 1 as Bitcoin does, 0 not at all.</param>
/// <param name="Ath">All-time high before the sample market began.</param>
/// <param name="AthDate">Day of it, UTC.</param>
/// <param name="Atl">All-time low before the sample market began.</param>
/// <param name="AtlDate">Day of it, UTC.</param>
/// <param name="Tvl">Value locked while the price is <paramref name="Price"/>; null if none is known.</param>
/// <param name="Follows">Id of the asset that this is a wrapped or staked form of; null if it has a path of its own.</param>
internal sealed record SampleAsset(
    string Id,
    decimal Price,
    decimal? CirculatingSupply,
    decimal? TotalSupply,
    decimal? MaxSupply,
    [property: JsonPropertyName("volume_24h")] decimal Volume24h,
    double Volatility,
    double Beta,
    decimal Ath,
    DateOnly AthDate,
    decimal Atl,
    DateOnly AtlDate,
    decimal? Tvl,
    string? Follows = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SampleAsset[]))]
internal sealed partial class SampleJsonContext : JsonSerializerContext;
