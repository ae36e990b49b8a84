using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Assets;

/// <summary>An asset with everything known of it.</summary>
public sealed record AssetDetailResponse : AssetResponse
{
    [SetsRequiredMembers]
    private AssetDetailResponse(AssetResponse asset)
        : base(asset)
    {
        Contracts = new Dictionary<string, IReadOnlyList<string>>();
        ProviderIds = [];
        Quotes = [];
        Refused = [];
    }

    /// <summary>When we first heard of it, by our clock.</summary>
    [JsonPropertyOrder(1)]
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Addresses of its contracts, by platform; several of one platform in alphabetical order.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Contracts { get; init; }

    /// <summary>Its ids at the providers.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<ProviderIdResponse> ProviderIds { get; init; }

    /// <summary>What each source says of its price, in order of preference.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<SourceFiguresResponse> Quotes { get; init; }

    /// <summary>What the quality gate refused when the sources were last polled, by the name of the figure.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<RefusedFigureResponse> Refused { get; init; }

    internal static new AssetDetailResponse From(MarketRow row, Currency currency, NumberFormat format) => new(AssetResponse.From(row, currency, format))
    {
        FirstSeen = row.Asset.FirstSeen,
        Contracts = row.Contracts
            .GroupBy(contract => contract.Platform)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(contract => contract.Address).Order(StringComparer.Ordinal)]),
        ProviderIds = [.. row.SourceIds.Select(id => new ProviderIdResponse(id.Source, id.SourceId, id.MatchedBy))],
        Quotes =
        [
            .. row.SourceQuotes.Select(quote => new SourceFiguresResponse(
                quote.Source,
                format.Round(currency.FromUsd(quote.Price)),
                format.Round(currency.FromUsd(quote.MarketCap)),
                format.Round(currency.FromUsd(quote.Volume24h)),
                quote.AsOf,
                quote.ReceivedAt)),
        ],
        Refused =
        [
            .. row.Refusals
                .OrderBy(refusal => refusal.Field, StringComparer.Ordinal)
                .ThenBy(refusal => refusal.Rule, StringComparer.Ordinal)
                .Select(refusal => new RefusedFigureResponse(refusal.Field, refusal.Rule, refusal.Value, refusal.Reason)),
        ],
    };
}

/// <summary>The id of an asset at a provider.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Id">The id there.</param>
/// <param name="MatchedBy">How the two were brought together.</param>
public sealed record ProviderIdResponse(string Source, string Id, IdentityMatch MatchedBy);

/// <summary>What one source says of an asset, in the currency asked for.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Price">Price.</param>
/// <param name="MarketCap">Market cap as the source states it; null if it does not.</param>
/// <param name="Volume24h">Volume of the last 24 hours; null if the source does not give it.</param>
/// <param name="AsOf">Time of the figures by the source's clock.</param>
/// <param name="ReceivedAt">Time we received them by our clock.</param>
public sealed record SourceFiguresResponse(
    string Source,
    decimal? Price,
    decimal? MarketCap,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    DateTimeOffset AsOf,
    DateTimeOffset ReceivedAt);

/// <summary>A figure that the quality gate refused.</summary>
/// <param name="Field">The figure; <c>quote</c> if the whole quote was refused.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Value">What the source said; null if it said nothing.</param>
/// <param name="Reason">Why it was refused, in a sentence.</param>
public sealed record RefusedFigureResponse(string Field, string Rule, string? Value, string Reason);
