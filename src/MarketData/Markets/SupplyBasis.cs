namespace MarketData.Markets;

/// <summary>Where a circulating supply comes from.</summary>
public enum SupplyBasis
{
    /// <summary>The source states it.</summary>
    Provider = 0,

    /// <summary>Derived: the source's market cap divided by its price.</summary>
    MarketCapOverPrice = 1,
}
