using MarketData.Ingestion;

namespace MarketData.Tests.Ingestion.Gate;

/// <summary>Figures of a source's quote by the names under which the gate records them.</summary>
internal static class RawFigures
{
    public static readonly IReadOnlyList<string> ExactNames =
    [
        "market_cap", "fully_diluted_valuation", "volume_24h", "circulating_supply", "total_supply", "max_supply", "high_24h",
        "low_24h", "price_change_24h", "market_cap_change_24h", "ath", "atl", "rank",
    ];

    public static readonly IReadOnlyList<string> PercentageNames =
    [
        "market_cap_change_percentage_24h", "price_change_percentage_1h", "price_change_percentage_24h",
        "price_change_percentage_7d", "price_change_percentage_14d", "price_change_percentage_30d",
        "price_change_percentage_200d", "price_change_percentage_1y", "ath_change_percentage", "atl_change_percentage",
    ];

    /// <summary>A quote of price 100 whose other figures all have one value.</summary>
    public static SourceQuote All(decimal value) =>
        ExactNames.Concat(PercentageNames).Aggregate(Make.Raw(), (raw, name) => With(raw, name, Make.Number(value)));

    public static SourceQuote With(SourceQuote raw, string name, SourceNumber number) => name switch
    {
        "market_cap" => raw with { MarketCap = number },
        "fully_diluted_valuation" => raw with { FullyDilutedValuation = number },
        "volume_24h" => raw with { Volume24h = number },
        "circulating_supply" => raw with { CirculatingSupply = number },
        "total_supply" => raw with { TotalSupply = number },
        "max_supply" => raw with { MaxSupply = number },
        "high_24h" => raw with { High24h = number },
        "low_24h" => raw with { Low24h = number },
        "price_change_24h" => raw with { PriceChange24h = number },
        "market_cap_change_24h" => raw with { MarketCapChange24h = number },
        "ath" => raw with { Ath = number },
        "ath_change_percentage" => raw with { AthChangePercentage = number },
        "atl_change_percentage" => raw with { AtlChangePercentage = number },
        "atl" => raw with { Atl = number },
        "rank" => raw with { Rank = number },
        "market_cap_change_percentage_24h" => raw with { MarketCapChangePercentage24h = number },
        "price_change_percentage_1h" => raw with { Change1h = number },
        "price_change_percentage_24h" => raw with { Change24h = number },
        "price_change_percentage_7d" => raw with { Change7d = number },
        "price_change_percentage_14d" => raw with { Change14d = number },
        "price_change_percentage_30d" => raw with { Change30d = number },
        "price_change_percentage_200d" => raw with { Change200d = number },
        "price_change_percentage_1y" => raw with { Change1y = number },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
