using System.Text.Json.Serialization;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>A category. Amounts are in the currency asked for.</summary>
public record CategoryResponse
{
    /// <summary>Slug in CoinGecko's style.</summary>
    /// <example>layer-2</example>
    public required string Id { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>What belongs to it; null for categories that only a provider knows.</summary>
    public required string? Description { get; init; }

    /// <summary>Members that we know.</summary>
    public required int MemberCount { get; init; }

    /// <summary>Those with a market cap, over which it is summed.</summary>
    public required int MembersWithMarketCap { get; init; }

    /// <summary>Sum of the members' market caps; null if none is known.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>Change over 24 hours in percent, each member weighted by its market cap at the window's start; null if unknown.</summary>
    [JsonPropertyName("market_cap_change_percentage_24h")]
    public required double? MarketCapChangePercentage24h { get; init; }

    /// <summary>Sum of the members' volumes of the last 24 hours; null if none is known.</summary>
    [JsonPropertyName("volume_24h")]
    public required decimal? Volume24h { get; init; }

    /// <summary>Ids of its greatest members, at most 3, greatest first.</summary>
    public required IReadOnlyList<string> TopMembers { get; init; }

    /// <summary>The figures that a provider gives for it, over members that we may not know; null if none does.</summary>
    public required ProviderCategoryResponse? Provider { get; init; }

    internal static CategoryResponse From(CategoryRow row, MarketSnapshot snapshot, Currency currency, NumberFormat format)
    {
        const int MaxTopMembers = 3;
        return new CategoryResponse
        {
            Id = row.Category.Id,
            Name = row.Category.Name,
            Description = row.Category.Description,
            MemberCount = row.Totals.Assets,
            MembersWithMarketCap = row.Totals.AssetsWithMarketCap,
            MarketCap = format.Round(currency.FromUsd(row.Totals.MarketCap)),
            MarketCapChangePercentage24h = row.Totals.MarketCapChangePercentage24h,
            Volume24h = format.Round(currency.FromUsd(row.Totals.Volume24h)),
            TopMembers = [.. row.Members.Take(MaxTopMembers).Select(number => snapshot.Rows[number].Asset.Slug)],
            Provider = row.Category.ProviderSource is not { } source ? null : new ProviderCategoryResponse(
                source,
                format.Round(currency.FromUsd(row.Category.ProviderMarketCap)),
                row.Category.ProviderMarketCapChangePercentage24h,
                format.Round(currency.FromUsd(row.Category.ProviderVolume24h)),
                row.Category.ProviderAsOf,
                row.Category.ProviderReceivedAt),
        };
    }
}

/// <summary>A category as a provider computes it.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="MarketCap">Sum of the members' market caps; null if it gives none.</param>
/// <param name="MarketCapChangePercentage24h">Change over 24 hours, in percent; null if it gives none.</param>
/// <param name="Volume24h">Sum of the members' volumes of the last 24 hours; null if it gives none.</param>
/// <param name="AsOf">Time by the source's clock; null if it gives none.</param>
/// <param name="ReceivedAt">Time we received it by our clock.</param>
public sealed record ProviderCategoryResponse(
    string Source,
    decimal? MarketCap,
    [property: JsonPropertyName("market_cap_change_percentage_24h")] double? MarketCapChangePercentage24h,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    DateTimeOffset? AsOf,
    DateTimeOffset? ReceivedAt);

/// <summary>A category with all its members.</summary>
public sealed record CategoryDetailResponse : CategoryResponse
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    private CategoryDetailResponse(CategoryResponse category, IReadOnlyList<string> members)
        : base(category) => Members = members;

    /// <summary>Ids of all members, greatest market cap first, those without one last.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<string> Members { get; init; }

    internal static CategoryDetailResponse WithMembers(CategoryRow row, MarketSnapshot snapshot, Currency currency, NumberFormat format) =>
        new(From(row, snapshot, currency, format), [.. row.Members.Select(number => snapshot.Rows[number].Asset.Slug)]);
}
