using MarketData.Signals.Indicators;

namespace MarketData.Ranking.Factors;

/// <summary>Indicators over the daily closes of the year, the same that GET /v1/assets/{id}/indicators gives over candles. Unknown days are left out, as candles that do not exist.</summary>
internal static class TechnicalFactors
{
    private const string TooFew = "Fewer than 80 % of the last {days} days are known, or the indicator has not enough before them.";

    public static readonly IReadOnlyList<Factor> All =
    [
        .. Windows.Of([14], "rsi_{window}", FactorGroup.Technical, "index", "relative strength index of {days} days (Wilder, 1978), from 0 to 100", TooFew,
            (inputs, days) => Latest(new Rsi(days), 0, inputs.Days.Closes, days)),
        .. Windows.Of([26], "macd_histogram_{window}", FactorGroup.Technical, "percent",
            "(macd − signal) ÷ price × 100, of means of 12, {days} and 9 days (Appel, 1985)", TooFew,
            (inputs, days) => Latest(new Macd(12, days, 9), 2, inputs.Days.Closes, days) / inputs.Days.Closes[^1] * 100),
        .. Windows.Of([20], "bollinger_percent_b_{window}", FactorGroup.Technical, "ratio",
            "(price − lower band) ÷ (upper − lower band), the bands two deviations about the mean of {days} days (Bollinger, 2001)", TooFew,
            (inputs, days) => Latest(new Bollinger(days, 2), 3, inputs.Days.Closes, days)),
    ];

    /// <summary>The last value of one output; null if too much of the window is unknown. NaN is made unknown by the columns.</summary>
    private static double? Latest(Indicator indicator, int output, double[] closes, int days)
    {
        if (SeriesStatistics.Mean(closes, days) is null)
        {
            return null;
        }

        Span<double> outputs = stackalloc double[8];
        foreach (var close in closes)
        {
            if (!double.IsNaN(close))
            {
                indicator.Add(new Bar(close, close, close, close, double.NaN), outputs);
            }
        }

        return outputs[output];
    }
}
