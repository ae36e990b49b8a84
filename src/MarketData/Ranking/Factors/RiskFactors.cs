namespace MarketData.Ranking.Factors;

/// <summary>Volatility and drawdown, from daily closes.</summary>
internal static class RiskFactors
{
    private const string TooFew = "Fewer than 80 % of the last {days} days are known.";

    public static readonly IReadOnlyList<Factor> All =
    [
        .. Windows.Of([7, 14, 30, 90, 180, 365], "volatility_{window}", FactorGroup.Risk, "percent",
            "standard deviation (n − 1) of the last {days} daily log returns × √365 × 100", TooFew,
            (inputs, days) => SeriesStatistics.Volatility(inputs.Days.Returns, days)),
        .. Windows.Of([30, 90, 365], "downside_volatility_{window}", FactorGroup.Risk, "percent",
            "√(mean of min(daily log return, 0)² over {days} days × 365) × 100", TooFew,
            (inputs, days) => SeriesStatistics.DownsideVolatility(inputs.Days.Returns, days)),
        .. Windows.Of([30, 90, 365], "return_per_risk_{window}", FactorGroup.Risk, "ratio",
            "mean of the last {days} daily log returns ÷ their standard deviation × √365 (Sharpe's ratio without a risk-free rate)",
            "Fewer than 80 % of the last {days} daily returns are known, or they do not vary.",
            (inputs, days) => SeriesStatistics.ReturnPerRisk(inputs.Days.Returns, days)),
        .. Windows.Of([30, 90, 180, 365], "max_drawdown_{window}", FactorGroup.Risk, "percent",
            "deepest fall of a close below the highest close before it within {days} days", TooFew,
            (inputs, days) => SeriesStatistics.MaxDrawdown(inputs.Days.Closes, days)),
        .. Windows.Of([30, 90, 365], "drawdown_{window}", FactorGroup.Risk, "percent",
            "(price ÷ highest close of {days} days − 1) × 100", TooFew,
            (inputs, days) => SeriesStatistics.FromHigh(inputs.Days.Closes, days)),
        .. Windows.Of([90, 365], "skewness_{window}", FactorGroup.Risk, "ratio",
            "third standardised moment of the last {days} daily log returns", TooFew,
            (inputs, days) => SeriesStatistics.Moment(inputs.Days.Returns, days, 3)),
        .. Windows.Of([90, 365], "kurtosis_{window}", FactorGroup.Risk, "ratio",
            "fourth standardised moment of the last {days} daily log returns; 3 for a normal distribution", TooFew,
            (inputs, days) => SeriesStatistics.Moment(inputs.Days.Returns, days, 4)),
    ];
}
