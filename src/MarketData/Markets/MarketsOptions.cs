using Microsoft.Extensions.Options;

namespace MarketData.Markets;

/// <summary>How quotes become answers: section <c>Markets</c>.</summary>
public sealed class MarketsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Markets";

    /// <summary>
    /// Age by the source's clock from which a figure is called stale. Default 15 minutes; 10 seconds to 30 days. Keep it above
    /// the interval of the slowest source, whose figures would else be stale between two polls.
    /// </summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Spread between sources, as a share of the median, beyond which they do not confirm each other: confidence is 0 there, and of
    /// two sources the preferred one is used alone. Default 0.1; above 0, at most 1.
    /// </summary>
    public double MaxSpread { get; set; } = 0.1;

    /// <summary>
    /// Sources in the order in which supplies, changes and records are taken from them. Default CoinGecko, CoinPaprika, sample;
    /// sources not named come last.
    /// </summary>
    public IList<string> SourcePriority { get; } = [];

    /// <summary>Cap tiers.</summary>
    public TierOptions Tiers { get; set; } = new();
}

/// <summary>Cap tiers: section <c>Markets:Tiers</c>. Market caps in US dollars.</summary>
public sealed class TierOptions
{
    /// <summary>Large is above this. Default 10,000,000,000.</summary>
    public decimal LargeAbove { get; set; } = TierThresholds.Default.LargeAbove;

    /// <summary>Mid is from this to <see cref="LargeAbove"/>, both included; small is below. Default 1,000,000,000.</summary>
    public decimal MidFrom { get; set; } = TierThresholds.Default.MidFrom;

    /// <summary>Small ends here and micro begins below. Default none: no micro tier.</summary>
    public decimal? SmallFrom { get; set; }

    /// <summary>Micro ends here and nano begins below. Default none: no nano tier. Needs <see cref="SmallFrom"/>.</summary>
    public decimal? MicroFrom { get; set; }

    internal TierThresholds ToThresholds() => new(LargeAbove, MidFrom, SmallFrom, MicroFrom);
}

internal sealed class MarketsOptionsValidator : IValidateOptions<MarketsOptions>
{
    public ValidateOptionsResult Validate(string? name, MarketsOptions options)
    {
        var problems = new List<string>();
        if (options.StaleAfter < TimeSpan.FromSeconds(10) || options.StaleAfter > TimeSpan.FromDays(30))
        {
            problems.Add($"Markets:StaleAfter is {options.StaleAfter}; set it between 00:00:10 and 30.00:00:00.");
        }

        if (!(options.MaxSpread is > 0 and <= 1))
        {
            problems.Add($"Markets:MaxSpread is {options.MaxSpread}; set it above 0 and at most 1 (0.1 means 10 %).");
        }

        if (options.Tiers.ToThresholds().Problem() is { } problem)
        {
            problems.Add($"Markets:Tiers: {problem}");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
