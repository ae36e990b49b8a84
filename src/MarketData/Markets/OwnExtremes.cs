namespace MarketData.Markets;

/// <summary>Sets the all-time high and low by our own history where that knows better than the sources. Pure.</summary>
internal static class OwnExtremes
{
    /// <summary>The quote with its all-time high and low, each with the date that belongs to it, and what they rest on.</summary>
    /// <param name="quote">What the sources say.</param>
    /// <param name="highest">The highest price of our own history; null if it has none.</param>
    /// <param name="lowest">The lowest one.</param>
    public static ConsensusQuote Complete(ConsensusQuote quote, PriceExtreme? highest, PriceExtreme? lowest)
    {
        var figures = quote.Figures;
        var isHigher = highest is not null && (figures.Ath is null || highest.Price > figures.Ath);
        var isLower = lowest is not null && (figures.Atl is null || lowest.Price < figures.Atl);
        return quote with
        {
            Figures = figures with
            {
                Ath = isHigher ? highest!.Price : figures.Ath,
                AthDate = isHigher ? highest!.At : figures.AthDate,
                AthChangePercentage = isHigher ? null : figures.AthChangePercentage,
                Atl = isLower ? lowest!.Price : figures.Atl,
                AtlDate = isLower ? lowest!.At : figures.AtlDate,
                AtlChangePercentage = isLower ? null : figures.AtlChangePercentage,
            },
            AthBasis = BasisOf(isHigher, figures.Ath),
            AtlBasis = BasisOf(isLower, figures.Atl),
        };
    }

    private static ExtremeBasis? BasisOf(bool isOwn, decimal? stated) => (isOwn, stated) switch
    {
        (true, _) => ExtremeBasis.OwnHistory,
        (_, not null) => ExtremeBasis.Provider,
        _ => null,
    };
}

/// <summary>What an all-time high or low rests on.</summary>
public enum ExtremeBasis
{
    /// <summary>The provider states it.</summary>
    Provider = 0,

    /// <summary>Our own history knows a higher, or lower, price than the provider states, or the provider states none.</summary>
    OwnHistory = 1,
}
