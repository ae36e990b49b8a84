using MarketData.Signals.Rules;

namespace MarketData.Signals.Performance;

/// <summary>One rule's trades over all assets, and what they and mere holding came to.</summary>
/// <remarks>
/// Each asset gets the same amount at the start. It is traded from the first day that the rule can judge to its last candle; before and
/// after it, and whenever the rule is flat, it lies in US dollars. A trade begins with a change of state that the history shows: one that
/// was under way before is not taken.
/// </remarks>
internal sealed class RuleWalk(DateOnly lastDay)
{
    private readonly List<Trade> _trades = [];
    private readonly MoneyCurve[] _traded = [.. TradingCosts.Left.Select(_ => new MoneyCurve(lastDay))];
    private readonly MoneyCurve _held = new(lastDay);
    private readonly List<double>[] _ends = [.. TradingCosts.Left.Select(_ => new List<double>())];
    private readonly List<double> _heldEnds = [];
    private readonly double[] _left = new double[TradingCosts.Left.Length];
    private long _days;
    private long _daysLong;
    private int _openTrades;

    // Of the asset that is under way. Worth is what one unit of money has become, costs aside.
    private bool _hasBegun;
    private bool _isLong;
    private DateOnly _entryDay;
    private double _entryPrice;
    private double _heldFrom;
    private double _worth;
    private double _close;

    public void Take(DateOnly day, double open, double close, RulePosition decided)
    {
        if (!decided.IsKnown)
        {
            return;
        }

        if (!_hasBegun)
        {
            (_hasBegun, _isLong, _worth, _heldFrom) = (true, false, 1, open);
            Array.Fill(_left, 1);
        }

        var wantsLong = decided is { IsLong: true, Since: not null };
        if (wantsLong && !_isLong)
        {
            (_isLong, _entryDay, _entryPrice) = (true, day, open);
            PaySide();
        }
        else if (!wantsLong && _isLong)
        {
            var gain = open / _entryPrice;
            (_isLong, _worth) = (false, _worth * gain);
            _trades.Add(new Trade(_entryDay, gain));
            PaySide();
        }

        _close = close;
        _days++;
        _daysLong += _isLong ? 1 : 0;
        for (var cost = 0; cost < _left.Length; cost++)
        {
            _traded[cost].Set(day, Worth * _left[cost]);
        }

        _held.Set(day, close / _heldFrom);
    }

    public void EndAsset()
    {
        if (!_hasBegun)
        {
            return;
        }

        for (var cost = 0; cost < _left.Length; cost++)
        {
            _ends[cost].Add(Worth * _left[cost]);
            _traded[cost].EndAsset();
        }

        _heldEnds.Add(_close / _heldFrom);
        _held.EndAsset();
        _openTrades += _isLong ? 1 : 0;
        _hasBegun = false;
    }

    /// <summary>The result at one of the costs.</summary>
    public RuleResult ResultAt(int cost, int seed)
    {
        var left = TradingCosts.Left[cost];
        var returns = _trades.Select(trade => (trade.EntryDay, Return: (trade.Gain * left * left) - 1)).ToList();
        var sorted = returns.Select(trade => trade.Return).Order().ToList();
        var wins = sorted.Count(value => value > 0);
        return new RuleResult
        {
            Trades = _trades.Count,
            OpenTrades = _openTrades,
            HitRate = TradeStatistics.Share(wins, sorted.Count),
            HitRateInterval = TradeStatistics.Wilson(wins, sorted.Count),
            MeanReturn = sorted.Count == 0 ? null : sorted.Average(),
            MeanReturnInterval = TradeStatistics.BootstrapMean(returns, seed),
            MedianReturn = TradeStatistics.Median(sorted),
            TotalReturn = _traded[cost].TotalReturn(1),
            MaxDrawdown = _traded[cost].MaxDrawdown(1),
            MedianAssetReturn = TradeStatistics.Median([.. _ends[cost].Order()]) - 1,
            HeldTotalReturn = _held.TotalReturn(left),
            HeldMaxDrawdown = _held.MaxDrawdown(left),
            HeldMedianAssetReturn = (TradeStatistics.Median([.. _heldEnds.Order()]) * left) - 1,
            Exposure = TradeStatistics.Share(_daysLong, _days),
            Assets = _heldEnds.Count,
            AssetDays = _days,
            From = _held.FirstDay,
            To = _held.LastDay,
        };
    }

    private double Worth => _isLong ? _worth * _close / _entryPrice : _worth;

    private void PaySide()
    {
        for (var cost = 0; cost < _left.Length; cost++)
        {
            _left[cost] *= TradingCosts.Left[cost];
        }
    }

    private readonly record struct Trade(DateOnly EntryDay, double Gain);
}

/// <summary>How a rule did at one cost. Returns are shares: 0.015 is 1.5 %; null where there is nothing to compute them of.</summary>
internal sealed record RuleResult
{
    public required int Trades { get; init; }

    public required int OpenTrades { get; init; }

    public required double? HitRate { get; init; }

    public required ConfidenceInterval? HitRateInterval { get; init; }

    public required double? MeanReturn { get; init; }

    public required ConfidenceInterval? MeanReturnInterval { get; init; }

    public required double? MedianReturn { get; init; }

    public required double? TotalReturn { get; init; }

    public required double? MaxDrawdown { get; init; }

    public required double? MedianAssetReturn { get; init; }

    public required double? HeldTotalReturn { get; init; }

    public required double? HeldMaxDrawdown { get; init; }

    public required double? HeldMedianAssetReturn { get; init; }

    /// <summary>Share of the asset-days on which an asset was held.</summary>
    public required double? Exposure { get; init; }

    public required int Assets { get; init; }

    public required long AssetDays { get; init; }

    public required DateOnly? From { get; init; }

    public required DateOnly? To { get; init; }
}
