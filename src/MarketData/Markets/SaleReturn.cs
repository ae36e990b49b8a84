namespace MarketData.Markets;

/// <summary>Return on the price at which an asset was first sold to the public.</summary>
/// <param name="Times">The gain as a multiple of that price: 2 is a price three times as high, -0.5 half of it.</param>
/// <param name="Currency">Currency of that price, in lower case; the return is measured in it.</param>
/// <param name="Percentage">The same in percent.</param>
public sealed record SaleReturn(double Times, string Currency, double Percentage);
