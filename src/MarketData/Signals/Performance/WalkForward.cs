using MarketData.Candles;
using MarketData.Markets;
using MarketData.Signals.Rules;

namespace MarketData.Signals.Performance;

/// <summary>
/// Has every rule trade the stored history, day by day: what is decided at a close is done at the open of the next candle. One asset after
/// another, in memory that does not grow with their number of days.
/// </summary>
internal sealed class WalkForward(DateOnly lastDay)
{
    private readonly RuleWalk[] _walks = [.. SignalRules.All.Select(_ => new RuleWalk(lastDay))];

    /// <summary>Takes the candle of the next closed day of an asset.</summary>
    /// <param name="candle">The candle.</param>
    /// <param name="decided">Where the rules stood at the close before it: all that may be known at its open.</param>
    public void Take(Candle candle, IReadOnlyList<RulePosition> decided)
    {
        var day = DateOnly.FromDateTime(candle.OpenTime.UtcDateTime);
        var (open, close) = (Money.ToDouble(candle.Open), Money.ToDouble(candle.Close));
        for (var rule = 0; rule < _walks.Length; rule++)
        {
            _walks[rule].Take(day, open, close, decided[rule]);
        }
    }

    /// <summary>Tells that the asset's candles are over.</summary>
    public void EndAsset()
    {
        foreach (var walk in _walks)
        {
            walk.EndAsset();
        }
    }

    /// <summary>The results, once all assets have ended.</summary>
    public PerformanceBoard Finish() => new(
        lastDay, [.. _walks.Select((walk, rule) => Enumerable.Range(0, TradingCosts.Left.Length).Select(cost => walk.ResultAt(cost, rule)).ToArray())]);
}

/// <summary>What the rules made of the stored history. Immutable.</summary>
/// <param name="LastDay">The last day that counts.</param>
/// <param name="Results">By rule, then by cost.</param>
internal sealed record PerformanceBoard(DateOnly LastDay, IReadOnlyList<RuleResult[]> Results);
