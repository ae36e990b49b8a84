using MarketData.Markets;

namespace MarketData.Ranking.Factors;

/// <summary>Trading.</summary>
internal static class LiquidityFactors
{
    private const string NoVolume = "The volume of the last 24 hours is unknown.";
    private const string TooFew = "Fewer than 80 % of the last {days} days are known.";

    public static readonly IReadOnlyList<Factor> All =
    [
        new("volume_24h", FactorGroup.Liquidity, "usd", "24h", FactorSource.Quote, "median volume of the fresh sources", NoVolume,
            inputs => inputs.Row.Volume24h is { } volume ? Money.ToDouble(volume) : null),
        new("turnover", FactorGroup.Liquidity, "ratio", "24h", FactorSource.Quote, "volume of 24 hours ÷ market cap", "Volume or market cap is unknown.",
            inputs => Money.Ratio(inputs.Row.Volume24h, inputs.Row.MarketCap)),
        new("volume_to_fdv", FactorGroup.Liquidity, "ratio", "24h", FactorSource.Quote, "volume of 24 hours ÷ fully diluted valuation", "Volume or valuation is unknown.",
            inputs => Money.Ratio(inputs.Row.Volume24h, inputs.Row.FullyDilutedValuation)),
        new("volume_share_market", FactorGroup.Liquidity, "percent", "24h", FactorSource.Market, "volume of 24 hours ÷ market cap of the whole market × 100", NoVolume,
            inputs => Money.Ratio(inputs.Row.Volume24h, inputs.Totals.Market) * 100),
        .. Windows.Of([7, 30, 90], "mean_volume_{window}", FactorGroup.Liquidity, "usd",
            "mean of the daily volumes of the last {days} days", TooFew, (inputs, days) => SeriesStatistics.Mean(inputs.Days.Volumes, days)),
        .. Windows.Of([7, 30], "volume_surge_{window}", FactorGroup.Liquidity, "percent",
            "(volume of 24 hours ÷ mean of the daily volumes of the last {days} days − 1) × 100", TooFew,
            (inputs, days) => SeriesStatistics.FromMean(inputs.Days.Volumes, days)),
        .. Windows.Of([7, 30], "volume_change_{window}", FactorGroup.Liquidity, "percent",
            "(volume of 24 hours ÷ that of {days} days ago − 1) × 100", "The volume at the start of the window is unknown or zero.",
            (inputs, days) => SeriesStatistics.Change(inputs.Days.Volumes, days)),
        .. Windows.Of([30, 90], "illiquidity_{window}", FactorGroup.Liquidity, "percent for each million usd",
            "mean over {days} days of |daily return| ÷ daily volume in millions (Amihud, 2002)", TooFew,
            (inputs, days) => SeriesStatistics.Illiquidity(inputs.Days.Returns, inputs.Days.Volumes, days)),
    ];
}
