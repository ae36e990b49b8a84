using System.Text.Json.Serialization;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>A cap tier with its members. Amounts are in the currency asked for; thresholds in US dollars.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="LowerBoundUsd">Market cap in US dollars from which it begins (large: above which); null if it has no lower end.</param>
/// <param name="UpperBoundUsd">Market cap in US dollars below which it ends (mid: including which); null if it has no upper end.</param>
/// <param name="Count">Assets in it.</param>
/// <param name="MarketCap">Sum of their market caps; null if there are none.</param>
/// <param name="Volume24h">Sum of their volumes of the last 24 hours that are known; null if none is.</param>
/// <param name="DominancePercentage">Its share of the total market cap, in percent; null if there is no total.</param>
/// <param name="MarketCapChangePercentage24h">Change of the market cap over 24 hours, in percent; null if unknown.</param>
/// <param name="TopMembers">Ids of its greatest members, at most 10, greatest first.</param>
public sealed record TierResponse(
    CapTier Tier,
    decimal? LowerBoundUsd,
    decimal? UpperBoundUsd,
    int Count,
    decimal? MarketCap,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    double? DominancePercentage,
    [property: JsonPropertyName("market_cap_change_percentage_24h")] double? MarketCapChangePercentage24h,
    IReadOnlyList<string> TopMembers)
{
    private const int MaxTopMembers = 10;

    internal static IReadOnlyList<TierResponse> AllOf(MarketSnapshot snapshot, Currency currency, NumberFormat format)
    {
        var members = snapshot.Rows.Where(row => row.Tier is not null).ToLookup(row => row.Tier!.Value);
        return [.. snapshot.Tiers.Tiers.Select(tier => From(tier, [.. members[tier]], snapshot, currency, format))];
    }

    private static TierResponse From(
        CapTier tier, IReadOnlyList<MarketRow> members, MarketSnapshot snapshot, Currency currency, NumberFormat format)
    {
        var totals = MarketTotals.Over(members);
        return new TierResponse(
            tier,
            snapshot.Tiers.LowerBound(tier),
            snapshot.Tiers.UpperBound(tier),
            members.Count,
            format.Round(currency.FromUsd(totals.MarketCap)),
            format.Round(currency.FromUsd(totals.Volume24h)),
            Money.Ratio(totals.MarketCap ?? 0, snapshot.Totals.MarketCap) * 100,
            totals.MarketCapChangePercentage24h,
            [.. members.Take(MaxTopMembers).Select(row => row.Asset.Slug)]);
    }
}
