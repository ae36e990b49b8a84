using System.Globalization;

namespace MarketData.Signals.Performance;

/// <summary>What a trade costs a side (fee and slippage), as a share of its amount: the figures that results are kept for.</summary>
internal static class TradingCosts
{
    /// <summary>In percent a side.</summary>
    public static readonly IReadOnlyList<double> Percentages = [0, 0.05, 0.1, 0.2, 0.5, 1];

    /// <summary>What is left after one side, at each of the costs.</summary>
    public static readonly double[] Left = [.. Percentages.Select(percentage => 1 - (percentage / 100))];

    /// <summary>Number of the cost that counts where none is named.</summary>
    public const int Default = 2;

    /// <summary>The costs as callers name them.</summary>
    public static IReadOnlyList<string> Names => [.. Percentages.Select(percentage => percentage.ToString(CultureInfo.InvariantCulture))];
}
