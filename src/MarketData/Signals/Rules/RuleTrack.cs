using MarketData.Candles;
using MarketData.Markets;
using MarketData.Signals.Indicators;

namespace MarketData.Signals.Rules;

/// <summary>All rules along the closed days of one asset.</summary>
internal sealed class RuleTrack
{
    private readonly RuleInputs _inputs = new();
    private readonly RulePosition[] _positions = new RulePosition[SignalRules.All.Count];

    /// <summary>The last day that was taken; null before the first.</summary>
    public DateOnly? Day { get; private set; }

    /// <summary>What the rules saw on it.</summary>
    public Readings Readings { get; private set; } = Readings.Unknown;

    /// <summary>Where each rule stands after it, in the order of <see cref="SignalRules.All"/>.</summary>
    public IReadOnlyList<RulePosition> Positions => _positions;

    /// <summary>Takes the candle of the next closed day.</summary>
    public void Close(Candle candle)
    {
        var day = DateOnly.FromDateTime(candle.OpenTime.UtcDateTime);
        var now = _inputs.Add(BarOf(candle));
        for (var rule = 0; rule < _positions.Length; rule++)
        {
            _positions[rule] = _positions[rule].Next(SignalRules.All[rule], Readings, now, day, candle.Close);
        }

        Readings = now;
        Day = day;
    }

    /// <summary>What the rules would see if the open day closed as it stands.</summary>
    public Readings Peek(in Bar day) => _inputs.Peek(day);

    /// <summary>The candle with the volume that rules use: of 24 hours at the close, over all markets, where it is known.</summary>
    public static Bar BarOf(Candle candle) =>
        candle.Volume24h is { } volume ? Bar.From(candle) with { Volume = Money.ToDouble(volume) } : Bar.From(candle);
}
