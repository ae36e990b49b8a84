namespace MarketData.Markets;

/// <summary>A currency that answers can be given in.</summary>
/// <param name="Code">Code in lower case.</param>
/// <param name="Name">Name.</param>
/// <param name="Kind">What sort of currency it is.</param>
/// <param name="UnitsPerUsd">Units of it per US dollar; greater than zero.</param>
/// <param name="Source">Where the rate comes from: a source's name, or <c>market</c> for an asset's own price.</param>
/// <param name="AsOf">Time of the rate by the source's clock; null if the source gives none.</param>
/// <param name="ReceivedAt">Time we received the rate by our clock; null for the US dollar itself.</param>
public sealed record Currency(
    string Code,
    string Name,
    CurrencyKind Kind,
    decimal UnitsPerUsd,
    string Source,
    DateTimeOffset? AsOf,
    DateTimeOffset? ReceivedAt)
{
    /// <summary>The currency that everything is kept in.</summary>
    public static readonly Currency UsDollar = new("usd", "US Dollar", CurrencyKind.Fiat, 1, "definition", null, null);

    /// <summary>
    /// What one unit is worth in US dollars, where that is what is known: the rate of an asset is its inverse, which seldom ends. Null
    /// where the rate is what is known.
    /// </summary>
    internal decimal? UsdPerUnit { get; init; }

    /// <summary>Whether the price that it rests on is older than the limit; false for rates of sources, whose age their times tell.</summary>
    public bool Stale { get; init; }

    /// <summary>An amount of US dollars in this currency; null if unknown or beyond the range of a decimal.</summary>
    public decimal? FromUsd(decimal? usDollars) =>
        UsdPerUnit is { } worth ? Money.Divide(usDollars, worth)
        : UnitsPerUsd == 1 ? usDollars
        : Money.Multiply(usDollars, UnitsPerUsd);
}
