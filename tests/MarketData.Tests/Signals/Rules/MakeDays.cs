using MarketData.Candles;
using MarketData.Signals.Rules;
using MarketData.Tests.Signals.Indicators;

namespace MarketData.Tests.Signals.Rules;

/// <summary>Daily candles from 2025-01-01 on.</summary>
internal static class MakeDays
{
    public static readonly DateOnly First = new(2025, 1, 1);

    /// <summary>Days that open where the one before closed.</summary>
    public static List<Candle> OfCloses(params decimal[] closes) =>
        [.. closes.Select((close, i) => Day(i, i == 0 ? close : closes[i - 1], close))];

    public static Candle Day(int number, decimal open, decimal close, int assetId = 1) => new()
    {
        AssetId = assetId,
        Interval = CandleInterval.OneDay,
        OpenTime = SignalBook.TimeOf(First.AddDays(number)),
        Origin = CandleOrigin.Own,
        Open = open,
        High = Math.Max(open, close),
        Low = Math.Min(open, close),
        Close = close,
        FirstAt = SignalBook.TimeOf(First.AddDays(number)),
        LastAt = SignalBook.TimeOf(First.AddDays(number)).AddHours(23),
        Source = "test",
    };

    /// <summary>A made-up market with volumes, the same for the same seed; every 29th day is missing.</summary>
    public static List<Candle> Random(int seed, int count, int assetId = 1) =>
        [.. Series.Random(seed, count).Select((bar, i) => Day(i, (decimal)bar.Open, (decimal)bar.Close, assetId) with
        {
            High = (decimal)bar.High,
            Low = (decimal)bar.Low,
            Volume24h = double.IsNaN(bar.Volume) ? null : (decimal)bar.Volume,
        }).Where((_, i) => i % 29 != 28)];

    /// <summary>The rules after a series.</summary>
    public static RuleTrack Track(IEnumerable<Candle> candles)
    {
        var track = new RuleTrack();
        foreach (var candle in candles)
        {
            track.Close(candle);
        }

        return track;
    }

    /// <summary>Where a rule stands after a series.</summary>
    public static RulePosition Position(string rule, IEnumerable<Candle> candles) => Track(candles).Positions[SignalRules.Find(rule)!.Value];
}
