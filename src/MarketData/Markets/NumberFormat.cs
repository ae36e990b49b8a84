namespace MarketData.Markets;

/// <summary>How the amounts of an answer are written.</summary>
/// <param name="Precision">Decimal places of amounts in the currency, 0 to 18; null: all that there are.</param>
/// <param name="AsText">Whether decimals are written as strings.</param>
public readonly record struct NumberFormat(int? Precision, bool AsText)
{
    /// <summary>All digits, as JSON numbers.</summary>
    public static readonly NumberFormat Full = new(null, false);

    /// <summary>An amount at this precision, halves away from zero; null stays null.</summary>
    public decimal? Round(decimal? amount) =>
        amount is { } value && Precision is { } places ? decimal.Round(value, places, MidpointRounding.AwayFromZero) : amount;
}
