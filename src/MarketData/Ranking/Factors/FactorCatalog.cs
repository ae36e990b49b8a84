using System.Collections.Frozen;

namespace MarketData.Ranking.Factors;

/// <summary>All factors. To add one is one line in the table of its group.</summary>
internal static class FactorCatalog
{
    /// <summary>Every factor, by group and in the order of its table.</summary>
    public static readonly IReadOnlyList<Factor> All =
    [
        .. PriceFactors.All,
        .. TechnicalFactors.All,
        .. ReturnFactors.All,
        .. RiskFactors.All,
        .. ComovementFactors.All,
        .. LiquidityFactors.All,
        .. SupplyFactors.All,
        .. ValuationFactors.All,
        .. OnChainFactors.All,
        .. DataQualityFactors.All,
    ];

    private static readonly FrozenDictionary<string, int> Numbers =
        Enumerable.Range(0, All.Count).ToFrozenDictionary(number => All[number].Name, StringComparer.Ordinal);

    /// <summary>Number of a factor in <see cref="All"/>; null if there is none with this name.</summary>
    public static int? Find(string name) => Numbers.TryGetValue(name, out var number) ? number : null;

    /// <summary>Number of a factor that is known to exist.</summary>
    public static int NumberOf(string name) => Numbers[name];
}
