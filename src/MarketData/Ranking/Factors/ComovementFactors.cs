namespace MarketData.Ranking.Factors;

/// <summary>How an asset moves with bitcoin and with its peer category, from daily log returns.</summary>
internal static class ComovementFactors
{
    private const string TooFew = "On fewer than 80 % of the last {days} days are both returns known, or one does not vary.";
    private const string NoPeers = "The asset has no peer category, or on fewer than 80 % of the last {days} days are both returns known.";

    private static readonly int[] Spans = [30, 90, 365];

    public static readonly IReadOnlyList<Factor> All =
    [
        .. Windows.Of(Spans, "beta_btc_{window}", FactorGroup.Comovement, "ratio",
            "covariance with bitcoin's daily log returns ÷ their variance, {days} days", TooFew,
            (inputs, days) => SeriesStatistics.Beta(inputs.Days.Returns, inputs.Bitcoin.Returns, days)),
        .. Windows.Of(Spans, "correlation_btc_{window}", FactorGroup.Comovement, "ratio",
            "Pearson's correlation with bitcoin's daily log returns, {days} days", TooFew,
            (inputs, days) => SeriesStatistics.Correlation(inputs.Days.Returns, inputs.Bitcoin.Returns, days)),
        .. Windows.Of(Spans, "beta_category_{window}", FactorGroup.Comovement, "ratio",
            "covariance with the mean daily log returns of the peer category ÷ their variance, {days} days", NoPeers,
            (inputs, days) => SeriesStatistics.Beta(inputs.Days.Returns, inputs.PeerReturns, days)),
        .. Windows.Of(Spans, "correlation_category_{window}", FactorGroup.Comovement, "ratio",
            "Pearson's correlation with the mean daily log returns of the peer category, {days} days", NoPeers,
            (inputs, days) => SeriesStatistics.Correlation(inputs.Days.Returns, inputs.PeerReturns, days)),
    ];
}
