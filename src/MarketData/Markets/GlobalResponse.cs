using System.Text.Json.Serialization;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>The market as a whole. Amounts are in the currency asked for.</summary>
public sealed record GlobalResponse
{
    /// <summary>Assets that are known.</summary>
    public required int AssetCount { get; init; }

    /// <summary>Those with a price.</summary>
    public required int PricedCount { get; init; }

    /// <summary>Those whose figures are older than the limit.</summary>
    public required int StaleCount { get; init; }

    /// <summary>Those with a market cap, over which the total is summed. Staked, wrapped and bridged forms count like any asset.</summary>
    public required int MarketCapCount { get; init; }

    /// <summary>Sum of all market caps; null if none is known.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>Change over 24 hours in percent, each asset weighted by its market cap at the window's start; null if unknown.</summary>
    [JsonPropertyName("market_cap_change_percentage_24h")]
    public required double? MarketCapChangePercentage24h { get; init; }

    /// <summary>Sum of all volumes of the last 24 hours; null if none is known.</summary>
    [JsonPropertyName("volume_24h")]
    public required decimal? Volume24h { get; init; }

    /// <summary>Shares of the total market cap in percent: the ten greatest assets by id, in order.</summary>
    public required IReadOnlyDictionary<string, double> DominanceByAsset { get; init; }

    /// <summary>Shares of the total market cap in percent, by tier.</summary>
    public required IReadOnlyDictionary<string, double> DominanceByTier { get; init; }

    /// <summary>Assets in each tier.</summary>
    public required IReadOnlyDictionary<string, int> CountByTier { get; init; }

    /// <summary>Categories that are known.</summary>
    public required int CategoryCount { get; init; }

    /// <summary>The newest fear and greed index; null if no source gives one.</summary>
    public required SentimentPoint? FearAndGreed { get; init; }

    internal static GlobalResponse From(MarketSnapshot snapshot, Currency currency, NumberFormat format)
    {
        const int MaxAssets = 10;
        var tiers = TierResponse.AllOf(snapshot, Currency.UsDollar, NumberFormat.Full);
        return new GlobalResponse
        {
            AssetCount = snapshot.Rows.Count,
            PricedCount = snapshot.Rows.Count(row => row.Quote is not null),
            StaleCount = snapshot.Rows.Count(row => row.Quote is { Stale: true }),
            MarketCapCount = snapshot.Totals.AssetsWithMarketCap,
            MarketCap = format.Round(currency.FromUsd(snapshot.Totals.MarketCap)),
            MarketCapChangePercentage24h = snapshot.Totals.MarketCapChangePercentage24h,
            Volume24h = format.Round(currency.FromUsd(snapshot.Totals.Volume24h)),
            DominanceByAsset = snapshot.Rows
                .Take(MaxAssets)
                .Where(row => row.MarketCap is not null)
                .ToDictionary(row => row.Asset.Slug, row => (Money.Ratio(row.MarketCap, snapshot.Totals.MarketCap) ?? 0) * 100),
            DominanceByTier = tiers.ToDictionary(tier => Name(tier.Tier), tier => tier.DominancePercentage ?? 0),
            CountByTier = tiers.ToDictionary(tier => Name(tier.Tier), tier => tier.Count),
            CategoryCount = snapshot.Categories.Count,
            FearAndGreed = snapshot.Sentiments.OrderByDescending(point => point.At).FirstOrDefault(),
        };
    }

    private static string Name(CapTier tier) => tier.ToString().ToLowerInvariant();
}
