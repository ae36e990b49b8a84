using MarketData.Markets;

namespace MarketData.Ranking.Factors;

/// <summary>Changes of the price.</summary>
internal static class ReturnFactors
{
    private const string OfQuote = "The price change as the preferred source that knows it states it.";
    private const string NotStated = "No source states it.";
    private const string NoClose = "The close at the start of the window is unknown.";
    private const string NoOther = "The close at the start of the window, of the asset or of what it is compared with, is unknown.";

    public static readonly IReadOnlyList<Factor> All =
    [
        Stated("1h", changes => changes.H1),
        Stated("24h", changes => changes.H24),
        Stated("7d", changes => changes.D7),
        Stated("14d", changes => changes.D14),
        Stated("30d", changes => changes.D30),
        Stated("200d", changes => changes.D200),
        Stated("1y", changes => changes.Y1),
        .. Windows.Of([3, 60, 90, 180], "return_{window}", FactorGroup.Returns, "percent",
            "(price ÷ close {days} days ago − 1) × 100", NoClose, (inputs, days) => SeriesStatistics.Change(inputs.Days.Closes, days)),
        .. Windows.Of([7, 30, 90], "excess_return_btc_{window}", FactorGroup.Returns, "percentage points",
            "return over {days} days − bitcoin's", NoOther,
            (inputs, days) => SeriesStatistics.Change(inputs.Days.Closes, days) - SeriesStatistics.Change(inputs.Bitcoin.Closes, days)),
        .. Windows.Of([7, 30, 90], "excess_return_category_{window}", FactorGroup.Returns, "percentage points",
            "return over {days} days − that of its peer category (daily log returns, mean of the members, added up)",
            "The asset has no peer category, or the close at the start of the window or a day of the category is unknown.",
            (inputs, days) => SeriesStatistics.Change(inputs.Days.Closes, days) - Compound(inputs.PeerReturns, days)),
        new("momentum_7d_30d", FactorGroup.Returns, "percent", "30d", FactorSource.DailyCloses,
            "(close 7 days ago ÷ close 30 days ago − 1) × 100", NoClose, inputs => Between(inputs.Days.Closes, 30, 7)),
        new("momentum_30d_1y", FactorGroup.Returns, "percent", "1y", FactorSource.DailyCloses,
            "(close 30 days ago ÷ close 365 days ago − 1) × 100: the year without its last month, which tends to reverse (Jegadeesh and Titman, 1993)",
            NoClose, inputs => Between(inputs.Days.Closes, 365, 30)),
        .. Windows.Of([30, 90], "rising_days_{window}", FactorGroup.Returns, "percent", "share of the last {days} days with a rise",
            "Fewer than 80 % of the last {days} daily returns are known.", (inputs, days) => SeriesStatistics.RisingDays(inputs.Days.Returns, days)),
        new("market_cap_change_24h", FactorGroup.Returns, "percent", "24h", FactorSource.Quote, "as the preferred source that knows it states it", NotStated,
            inputs => inputs.Figures?.MarketCapChangePercentage24h),
    ];

    private static Factor Stated(string window, Func<PriceChanges, double?> change) => new(
        $"return_{window}", FactorGroup.Returns, "percent", window, FactorSource.Quote, OfQuote, NotStated,
        inputs => inputs.Figures is { } figures ? change(figures.Changes) : null);

    private static double? Between(double[] closes, int from, int to) => ((closes[^(to + 1)] / closes[^(from + 1)]) - 1) * 100;

    /// <summary>Daily log returns added up, in percent; NaN if one is unknown.</summary>
    private static double Compound(double[] returns, int days)
    {
        var sum = 0.0;
        foreach (var value in returns.AsSpan(returns.Length - days))
        {
            sum += value;
        }

        return (Math.Exp(sum) - 1) * 100;
    }
}
