using MarketData.Signals.Rules;

namespace MarketData.Signals.Performance;

/// <summary>How the rules did over the stored history.</summary>
/// <param name="Data">The rules, whatever came of them.</param>
/// <param name="Meta">What the figures rest on.</param>
public sealed record SignalPerformanceResponse(IReadOnlyList<RulePerformanceResponse> Data, PerformanceMeta Meta)
{
    internal static SignalPerformanceResponse Of(PerformanceBoard board, int cost, string? rule) => new(
        [.. SignalRules.All
            .Select((known, number) => (Rule: known, Result: board.Results[number][cost]))
            .Where(known => rule is null || known.Rule.Name == rule)
            .Select(known => RulePerformanceResponse.Of(known.Rule, known.Result))],
        PerformanceMeta.Of(board, cost));
}

/// <summary>What figures of performance rest on.</summary>
/// <param name="Day">Start of the last day that counts.</param>
/// <param name="CostPercentage">What each side of a trade costs, in percent of its amount.</param>
/// <param name="Method">How the rules were walked.</param>
/// <param name="Intervals">What the intervals are.</param>
/// <param name="Survivorship">Which assets are missing, and what that does.</param>
public sealed record PerformanceMeta(DateTimeOffset Day, double CostPercentage, string Method, string Intervals, string Survivorship)
{
    private const string MethodText =
        "Decided at the close of a day (UTC), done at the open of the asset's next daily candle, at that price less the cost, a side. Each asset gets the same amount at the start and is traded from the first day that the rule can judge to its last candle; it lies in US dollars while the rule is flat, without interest. A trade begins with a change of state that the history shows. Buy and hold buys each asset at the open after the first day judged and keeps it to the same last candle.";

    private const string IntervalsText =
        "95 %: of the hit rate by Wilson (1927), which takes trades for independent and is thus too narrow where assets move together; of the mean return by bootstrap over the months of entry, 2000 resamples with a fixed seed.";

    private const string SurvivorshipText =
        "Only assets that this service knows, over the history that it has: what vanished before it was followed is missing, which flatters rules and buy and hold alike.";

    internal static PerformanceMeta Of(PerformanceBoard board, int cost) =>
        new(SignalBook.TimeOf(board.LastDay), TradingCosts.Percentages[cost], MethodText, IntervalsText, SurvivorshipText);
}

/// <summary>How a rule did. Percent: 1.5 means 1.5 %; null where there is nothing to compute it of.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Version">Version of the rule.</param>
/// <param name="Trades">Trades that were opened and closed.</param>
/// <param name="OpenTrades">Trades that are still open; they count in the total return at the last close, not among the trades.</param>
/// <param name="HitRatePercentage">Share of the trades that gained after costs.</param>
/// <param name="HitRateInterval">Its 95 % interval, in percent.</param>
/// <param name="MeanReturnPercentage">Mean return of a trade after costs.</param>
/// <param name="MeanReturnInterval">Its 95 % interval, in percent.</param>
/// <param name="MedianReturnPercentage">Median return of a trade after costs.</param>
/// <param name="TotalReturnPercentage">What all amounts together came to.</param>
/// <param name="MedianAssetReturnPercentage">Median over the assets of what the amount of one came to.</param>
/// <param name="MaxDrawdownPercentage">Deepest fall of the sum from a height before it.</param>
/// <param name="ExposurePercentage">Share of the asset-days on which the asset was held.</param>
/// <param name="BuyAndHold">The same assets over the same days, bought and kept.</param>
/// <param name="Assets">Assets with enough history for the rule.</param>
/// <param name="AssetDays">Daily candles over which it was walked.</param>
/// <param name="From">Start of the first of these days; null without any.</param>
/// <param name="To">Start of the last; null without any.</param>
public sealed record RulePerformanceResponse(
    string Rule,
    int Version,
    int Trades,
    int OpenTrades,
    double? HitRatePercentage,
    PercentageInterval? HitRateInterval,
    double? MeanReturnPercentage,
    PercentageInterval? MeanReturnInterval,
    double? MedianReturnPercentage,
    double? TotalReturnPercentage,
    double? MedianAssetReturnPercentage,
    double? MaxDrawdownPercentage,
    double? ExposurePercentage,
    BuyAndHoldResponse BuyAndHold,
    int Assets,
    long AssetDays,
    DateTimeOffset? From,
    DateTimeOffset? To)
{
    internal static RulePerformanceResponse Of(SignalRule rule, RuleResult result) => new(
        rule.Name,
        rule.Version,
        result.Trades,
        result.OpenTrades,
        Percent(result.HitRate),
        PercentageInterval.Of(result.HitRateInterval),
        Percent(result.MeanReturn),
        PercentageInterval.Of(result.MeanReturnInterval),
        Percent(result.MedianReturn),
        Percent(result.TotalReturn),
        Percent(result.MedianAssetReturn),
        Percent(result.MaxDrawdown),
        Percent(result.Exposure),
        new BuyAndHoldResponse(Percent(result.HeldTotalReturn), Percent(result.HeldMedianAssetReturn), Percent(result.HeldMaxDrawdown)),
        result.Assets,
        result.AssetDays,
        result.From is { } from ? SignalBook.TimeOf(from) : null,
        result.To is { } to ? SignalBook.TimeOf(to) : null);

    internal static double? Percent(double? share) => share is { } known ? Math.Round(known * 100, 6) : null;
}

/// <summary>An interval that is 95 % sure, in percent.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record PercentageInterval(double Low, double High)
{
    internal static PercentageInterval? Of(ConfidenceInterval? interval) => interval is { } known
        ? new(RulePerformanceResponse.Percent(known.Low)!.Value, RulePerformanceResponse.Percent(known.High)!.Value)
        : null;
}

/// <summary>Mere holding of the same assets over the same days, the cost of the purchase included.</summary>
/// <param name="TotalReturnPercentage">What all amounts together came to.</param>
/// <param name="MedianAssetReturnPercentage">Median over the assets of what the amount of one came to.</param>
/// <param name="MaxDrawdownPercentage">Deepest fall of the sum from a height before it.</param>
public sealed record BuyAndHoldResponse(double? TotalReturnPercentage, double? MedianAssetReturnPercentage, double? MaxDrawdownPercentage);
