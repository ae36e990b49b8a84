namespace MarketData.Markets;

/// <summary>
/// Changes of the price per window, in percent: 1.5 means 1.5 %. <see langword="null"/> if unknown.
/// Doubles, since such percentages exceed the range of <see cref="decimal"/> in the wild (8.7e36 was seen).
/// </summary>
public readonly record struct PriceChanges(
    double? H1 = null,
    double? H24 = null,
    double? D7 = null,
    double? D14 = null,
    double? D30 = null,
    double? D200 = null,
    double? Y1 = null)
{
    /// <summary>These changes, with what they do not know filled from earlier ones.</summary>
    public PriceChanges FilledFrom(PriceChanges earlier) => new(
        H1 ?? earlier.H1,
        H24 ?? earlier.H24,
        D7 ?? earlier.D7,
        D14 ?? earlier.D14,
        D30 ?? earlier.D30,
        D200 ?? earlier.D200,
        Y1 ?? earlier.Y1);
}
