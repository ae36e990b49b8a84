using MarketData.Markets;

namespace MarketData.Analysis;

/// <summary>What an asset's price would be at other market caps. Arithmetic on the figures of today, no forecast.</summary>
public sealed record ScenariosResponse
{
    /// <summary>Id of the asset.</summary>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Price of one unit now.</summary>
    public required decimal? Price { get; init; }

    /// <summary>Market cap now.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>Share of the market cap of the whole market now, in percent.</summary>
    public required double? MarketShare { get; init; }

    /// <summary>Units in circulation.</summary>
    public required decimal? CirculatingSupply { get; init; }

    /// <summary>Units that a fully diluted price counts.</summary>
    public required decimal? DilutedSupply { get; init; }

    /// <summary>What those are: <c>total_supply</c>, or <c>max_supply</c> where the total is unknown; null if both are.</summary>
    public required FdvBasis? DilutedSupplyBasis { get; init; }

    /// <summary>Diluted over circulating supply: 2 if as many units are still to come as there are; null if one of them is unknown.</summary>
    public required double? Dilution { get; init; }

    /// <summary>Whether the figures are older than the limit; null without a price.</summary>
    public required bool? Stale { get; init; }

    /// <summary>The scenarios.</summary>
    public required IReadOnlyList<ScenarioResponse> Scenarios { get; init; }

    /// <summary>The reason of each figure of the asset that is missing, by its name; empty if none is.</summary>
    public required IReadOnlyDictionary<string, MissingReason> Missing { get; init; }
}

/// <summary>One scenario. Amounts are in the currency asked for.</summary>
/// <param name="Kind">What is assumed.</param>
/// <param name="AsAsset">Id of the asset whose market cap is assumed; null in other scenarios.</param>
/// <param name="TotalMarketCap">Market cap of the whole market that is assumed, the asset keeping its share; null in other scenarios.</param>
/// <param name="MarketCap">Market cap that the asset then has; null if it cannot be told, such as without a share of the market.</param>
/// <param name="Circulating">Price with the units in circulation now; null without that market cap or supply.</param>
/// <param name="FullyDiluted">Price if all diluted units were in circulation; null without that market cap or supply.</param>
public sealed record ScenarioResponse(
    ScenarioKind Kind, string? AsAsset, decimal? TotalMarketCap, decimal? MarketCap, ScenarioPrice? Circulating, ScenarioPrice? FullyDiluted);

/// <summary>A price in a scenario.</summary>
/// <param name="Price">Price of one unit.</param>
/// <param name="Multiple">That price over the one now; null if that is beyond the range.</param>
public sealed record ScenarioPrice(decimal Price, double? Multiple);

/// <summary>What a scenario assumes.</summary>
public enum ScenarioKind
{
    /// <summary>The asset has a market cap.</summary>
    MarketCap = 0,

    /// <summary>The asset has the market cap of another.</summary>
    As,

    /// <summary>The whole market has a market cap, and the asset the share that it has now.</summary>
    TotalMarketCap,
}
