using MarketData.Markets;

namespace MarketData.Ranking.Factors;

/// <summary>
/// What happens on the asset's own chain, from daily metrics. A day's value is there after the day at the earliest, and later with most
/// sources: the latest of <see cref="LatestDays"/> days stands for now.
/// </summary>
internal static class OnChainFactors
{
    /// <summary>Days within which a value counts as the latest.</summary>
    public const int LatestDays = 7;

    private const string ActiveAddresses = "active_addresses";
    private const string Transactions = "transaction_count";
    private const string Volume = "transfer_volume_usd";
    private const string AdjustedVolume = "transfer_volume_adjusted_usd";
    private const string FeesUsd = "fees_usd";
    private const string Fees = "fees";
    private const string RealizedCap = "realized_cap_usd";

    private const string NoMetric = "The metric is not known of any of the last 7 days.";
    private const string NoRatio = "The metric is not known of any of the last 7 days or is 0, or the market cap is unknown.";
    private const string TooFew = "Fewer than 80 % of the last {days} days, or of the {days} days before, are known.";
    private const string TooFewForRatio = "Fewer than 80 % of the last {days} days are known, or the market cap is unknown.";

    /// <summary>The metrics that are read for the factors.</summary>
    public static readonly IReadOnlyList<string> Metrics = [ActiveAddresses, Transactions, Volume, AdjustedVolume, FeesUsd, Fees, RealizedCap];

    public static readonly IReadOnlyList<Factor> All =
    [
        Latest("active_addresses", "count", "addresses that took part in a transfer, the latest of 7 days", days => days.Metric(ActiveAddresses)),
        .. Growth("active_addresses_growth_{window}", "active addresses", days => days.Metric(ActiveAddresses)),
        Latest("transactions", "count", "transactions of a day, the latest of 7 days", days => days.Metric(Transactions)),
        .. Growth("transactions_growth_{window}", "transactions", days => days.Metric(Transactions)),
        Latest("transfer_volume", "usd", "value moved on the chain on a day, without what returned to its sender where that is known; the latest of 7 days", VolumeOf),
        .. Growth("transfer_volume_growth_{window}", "the value moved", VolumeOf),
        Latest("fees", "usd", "fees paid on a day, the latest of 7 days; those known in units of the asset only at the close of their day", FeesOf),
        .. Growth("fees_growth_{window}", "the fees", FeesOf),
        new("nvt", FactorGroup.OnChain, "ratio", null, FactorSource.OnChain, "market cap ÷ transfer volume (network value to transactions)", NoRatio,
            inputs => MarketCapOver(SeriesStatistics.Latest(VolumeOf(inputs.Days), LatestDays), inputs)),
        .. Windows.Of([90], "nvt_signal_{window}", FactorGroup.OnChain, "ratio", "market cap ÷ mean transfer volume of the last {days} days (Kalichkin, 2018)",
            TooFewForRatio, (inputs, days) => MarketCapOver(SeriesStatistics.Mean(VolumeOf(inputs.Days), days), inputs), FactorSource.OnChain),
        new("mvrv", FactorGroup.OnChain, "ratio", null, FactorSource.OnChain, "market cap ÷ realized cap, every unit at the price at which it last moved", NoRatio,
            inputs => MarketCapOver(SeriesStatistics.Latest(inputs.Days.Metric(RealizedCap), LatestDays), inputs)),
        new("addresses_per_market_cap", FactorGroup.OnChain, "count for each million usd", null, FactorSource.OnChain, "active addresses ÷ market cap in millions", NoRatio,
            inputs => SeriesStatistics.Latest(inputs.Days.Metric(ActiveAddresses), LatestDays) * 1e6 / MarketCap(inputs)),
        .. Windows.Of([30], "market_cap_to_fees_{window}", FactorGroup.OnChain, "ratio", "market cap ÷ (mean fees of the last {days} days × 365)",
            TooFewForRatio, (inputs, days) => MarketCapOver(SeriesStatistics.Mean(FeesOf(inputs.Days), days) * 365, inputs), FactorSource.OnChain),
    ];

    private static Factor Latest(string name, string unit, string formula, Func<AssetDays, double[]> values) => new(
        name, FactorGroup.OnChain, unit, null, FactorSource.OnChain, formula, NoMetric,
        inputs => SeriesStatistics.Latest(values(inputs.Days), LatestDays));

    private static IEnumerable<Factor> Growth(string name, string what, Func<AssetDays, double[]> values) => Windows.Of(
        [30, 90], name, FactorGroup.OnChain, "percent", $"(mean of {what} over {{days}} days ÷ mean over the {{days}} days before − 1) × 100", TooFew,
        (inputs, days) => SeriesStatistics.Growth(values(inputs.Days), days), FactorSource.OnChain);

    /// <summary>The one series or the other for all days: a change from one to the other in between would look like growth.</summary>
    private static double[] VolumeOf(AssetDays days) =>
        SeriesStatistics.Latest(days.Metric(AdjustedVolume), LatestDays) is null ? days.Metric(Volume) : days.Metric(AdjustedVolume);

    private static double[] FeesOf(AssetDays days)
    {
        var inUnits = days.Metric(Fees);
        return SeriesStatistics.Latest(days.Metric(FeesUsd), LatestDays) is not null || SeriesStatistics.Latest(inUnits, LatestDays) is null
            ? days.Metric(FeesUsd)
            : [.. inUnits.Zip(days.Closes, (fees, close) => fees * close)];
    }

    private static double? MarketCapOver(double? divisor, FactorInputs inputs) => MarketCap(inputs) / divisor;

    private static double? MarketCap(FactorInputs inputs) => inputs.Row.MarketCap is { } cap ? Money.ToDouble(cap) : null;
}
