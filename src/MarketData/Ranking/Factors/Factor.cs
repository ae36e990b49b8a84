namespace MarketData.Ranking.Factors;

/// <summary>One documented data point of an asset that rankings can be made of.</summary>
/// <param name="Name">Its name in requests and answers.</param>
/// <param name="Group">What it is about.</param>
/// <param name="Unit"><c>usd</c>, <c>percent</c> (1.5 means 1.5 %), <c>ratio</c>, <c>units</c> of the asset, <c>days</c>, <c>seconds</c>, <c>rank</c>, <c>index</c> (0 to 100) or <c>count</c>.</param>
/// <param name="Window">The time that it looks back over; null if it is of the moment.</param>
/// <param name="Source">What it rests on.</param>
/// <param name="Formula">How it is computed.</param>
/// <param name="WhenNull">What null means.</param>
/// <param name="Value">Its value; null if unknown. Not finite counts as unknown.</param>
internal sealed record Factor(
    string Name,
    FactorGroup Group,
    string Unit,
    string? Window,
    FactorSource Source,
    string Formula,
    string WhenNull,
    Func<FactorInputs, double?> Value);

/// <summary>What a factor is about.</summary>
public enum FactorGroup
{
    /// <summary>Price and its place within known bounds.</summary>
    Price = 0,

    /// <summary>Technical indicators of daily closes.</summary>
    Technical,

    /// <summary>Changes of the price.</summary>
    Returns,

    /// <summary>Volatility and drawdown.</summary>
    Risk,

    /// <summary>How it moves with others.</summary>
    Comovement,

    /// <summary>Trading.</summary>
    Liquidity,

    /// <summary>Units of the asset.</summary>
    Supply,

    /// <summary>Value against other figures.</summary>
    Valuation,

    /// <summary>What happens on the asset's own chain.</summary>
    OnChain,

    /// <summary>How good the figures are.</summary>
    DataQuality,
}

/// <summary>What a factor rests on.</summary>
public enum FactorSource
{
    /// <summary>The consensus of the latest quotes.</summary>
    Quote = 0,

    /// <summary>Daily closes.</summary>
    DailyCloses,

    /// <summary>Value locked.</summary>
    Tvl,

    /// <summary>Daily metrics of the asset's chain: GET /v1/assets/{id}/metrics.</summary>
    OnChain,

    /// <summary>The snapshot as a whole: sums over the market, tiers and categories.</summary>
    Market,

    /// <summary>What is known of the sources, and what the gate refused.</summary>
    Sources,
}
