namespace MarketData.Markets;

/// <summary>What a US dollar is worth in a currency.</summary>
/// <param name="Currency">Code in lower case, such as <c>eur</c>.</param>
/// <param name="Name">Name, such as <c>Euro</c>.</param>
/// <param name="Kind">What sort of currency it is.</param>
/// <param name="UnitsPerUsd">Units of the currency per US dollar; greater than zero.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="AsOf">Time of the rate by the source's clock; <see langword="null"/> if the source gives none.</param>
/// <param name="ReceivedAt">Time we received it by our clock.</param>
public sealed record FxRate(
    string Currency,
    string Name,
    CurrencyKind Kind,
    decimal UnitsPerUsd,
    string Source,
    DateTimeOffset? AsOf,
    DateTimeOffset ReceivedAt);
