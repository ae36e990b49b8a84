namespace MarketData.Markets;

/// <summary>Sort of a currency that prices can be asked in.</summary>
public enum CurrencyKind
{
    /// <summary>Issued by a state.</summary>
    Fiat = 0,

    /// <summary>A crypto asset, or a part of one such as the satoshi.</summary>
    Crypto = 1,

    /// <summary>A metal, by the troy ounce.</summary>
    Commodity = 2,
}
