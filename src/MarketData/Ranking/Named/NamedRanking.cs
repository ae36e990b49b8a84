using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;

namespace MarketData.Ranking.Named;

/// <summary>A ranking with a name and a published formula, computed once for each snapshot.</summary>
/// <param name="Name">Its name in paths.</param>
/// <param name="Version">Rises when the formula changes, so that figures of two versions are not compared.</param>
/// <param name="Description">What it shows, in a sentence.</param>
/// <param name="Formula">How the score comes about, in words.</param>
/// <param name="Windows">The windows that can be asked for, shortest first; empty if there is no choice.</param>
/// <param name="SpecOf">What it is made of over a window, given the volume floor.</param>
internal sealed record NamedRanking(
    string Name, int Version, string Description, string Formula, IReadOnlyList<string> Windows, Func<string?, decimal, RankingSpec> SpecOf)
{
    /// <summary>The window where none is asked for.</summary>
    public const string DefaultWindow = "24h";
}

/// <summary>All named rankings of assets. To add one is one entry.</summary>
internal static class NamedRankings
{
    private static readonly string[] ReturnWindows = ["1h", "24h", "7d", "14d", "30d", "200d", "1y"];

    public static readonly IReadOnlyList<NamedRanking> All =
    [
        By("market-cap", "The greatest market caps.", "market cap in US dollars", "market_cap"),
        By("volume", "The greatest volumes of 24 hours.", "volume of 24 hours in US dollars", "volume_24h"),
        new("gainers", 1, "What rose most over a window.", "return over the window in percent, of assets at or above the volume floor", ReturnWindows,
            (window, floor) => Raw($"return_{window}", FactorDirection.High, floor)),
        new("losers", 1, "What fell most over a window.", "return over the window in percent, the least first, of assets at or above the volume floor", ReturnWindows,
            (window, floor) => Raw($"return_{window}", FactorDirection.Low, floor)),
        new("momentum", 1, "What has risen lastingly.",
            "0.25 × percentile of the 7-day return + 0.35 × 30 days + 0.2 × 200 days + 0.2 × distance from the mean of 50 days; winsorised at 1 %, unknown counts as the middle",
            [],
            (_, floor) => Composite(floor, MissingTreatment.Neutral, [],
                new("return_7d", 0.25, FactorDirection.High), new("return_30d", 0.35, FactorDirection.High),
                new("return_200d", 0.2, FactorDirection.High), new("sma_distance_50d", 0.2, FactorDirection.High))),
        new("low-volatility", 1, "What moves least.",
            "0.6 × percentile of low volatility over 30 days + 0.2 × of a narrow range of 24 hours + 0.2 × of a shallow drawdown over 30 days; winsorised at 1 %, all three must be known",
            [],
            (_, floor) => Composite(floor, MissingTreatment.Exclude, [],
                new("volatility_30d", 0.6, FactorDirection.Low), new("range_24h", 0.2, FactorDirection.Low), new("max_drawdown_30d", 0.2, FactorDirection.High))),
        new("liquidity", 1, "What is traded most for its size.", "volume of 24 hours ÷ market cap, of assets at or above the volume floor", [],
            (_, floor) => Raw("turnover", FactorDirection.High, floor)),
        new("undervalued", 2, "What is cheap against what it does, among its like.",
            "0.3 × percentile of a low market cap ÷ value locked + 0.2 × of a low market cap ÷ fees of a year + 0.15 × of volume ÷ market cap + 0.15 × of float + 0.2 × of a low FDV ÷ market cap, each the mean of the percentile within the cap tier and within the peer category; winsorised at 1 %, unknown counts as the worst, unknown fees as the middle",
            [],
            (_, floor) => Composite(floor, MissingTreatment.Worst, [PeerGroup.Tier, PeerGroup.Category],
                new("market_cap_to_tvl", 0.3, FactorDirection.Low), new("market_cap_to_fees_30d", 0.2, FactorDirection.Low, MissingTreatment.Neutral),
                new("turnover", 0.15, FactorDirection.High), new("float", 0.15, FactorDirection.High), new("fdv_to_market_cap", 0.2, FactorDirection.Low))),
        new("new", 1, "What this service has known for the shortest time.", "days since the asset was first seen, the fewest first", [],
            (_, _) => Raw("known_for", FactorDirection.Low, null)),
        new("fdv-overhang", 1, "Where most units are still to come.", "fully diluted valuation ÷ market cap, of assets at or above the volume floor", [],
            (_, floor) => Raw("fdv_to_market_cap", FactorDirection.High, floor)),
        new("trending", 1, "What draws trading now.",
            "0.5 × percentile of the volume against its mean of 30 days + 0.3 × of the 24-hour return + 0.2 × of volume ÷ market cap; winsorised at 1 %, unknown counts as the middle",
            [],
            (_, floor) => Composite(floor, MissingTreatment.Neutral, [],
                new("volume_surge_30d", 0.5, FactorDirection.High), new("return_24h", 0.3, FactorDirection.High), new("turnover", 0.2, FactorDirection.High))),
    ];

    private static NamedRanking By(string name, string description, string formula, string factor) =>
        new(name, 1, description, formula, [], (_, _) => Raw(factor, FactorDirection.High, null));

    private static RankingSpec Raw(string factor, FactorDirection direction, decimal? floor) => new()
    {
        Factors = [new WeightedFactor(FactorCatalog.NumberOf(factor), 1, direction)],
        Filter = new RankingFilter(MinVolume24h: floor),
        Normalisation = Normalisation.None,
    };

    private static RankingSpec Composite(
        decimal floor, MissingTreatment missing, IReadOnlyList<PeerGroup> within, params Part[] factors) => new()
        {
            Factors = [.. factors.Select(factor => new WeightedFactor(FactorCatalog.NumberOf(factor.Name), factor.Weight, factor.Direction, factor.Missing))],
            Filter = new RankingFilter(MinVolume24h: floor),
            Winsorise = 0.01,
            Missing = missing,
            Within = within,
        };

    private readonly record struct Part(string Name, double Weight, FactorDirection Direction, MissingTreatment? Missing = null);
}
