using System.Diagnostics;
using MarketData.Candles;
using MarketData.Signals.Performance;
using MarketData.Signals.Rules;

namespace MarketData.Benchmarks.Signals;

/// <summary>What signals cost on one core, without the database: the whole history, the open day, a day that closes.</summary>
internal static class SignalsBenchmark
{
    private const int Days = 365;

    public static Task RunAsync(Scale scale)
    {
        // A quarter of the market's assets have a history of their own, as in a market of 20,000.
        var assets = Math.Max(10, scale.Assets / 4);
        var history = Invent(assets);
        var tracks = new RuleTrack[assets];
        var table = new MarkdownTable($"{assets:N0} assets × {Days} days, {SignalRules.All.Count} rules", "ms", "µs an asset");
        var bytesBefore = GC.GetTotalMemory(forceFullCollection: true);
        Measure(table, assets, "all days: indicators, rules, walk forward at six costs", () =>
        {
            var walk = new WalkForward(new DateOnly(2026, 1, 1));
            for (var asset = 0; asset < assets; asset++)
            {
                tracks[asset] = new RuleTrack();
                foreach (var candle in history[asset])
                {
                    walk.Take(candle, tracks[asset].Positions);
                    tracks[asset].Close(candle);
                }

                walk.EndAsset();
            }
        });
        Measure(table, assets, "the open day, as with each snapshot", () =>
        {
            for (var asset = 0; asset < assets; asset++)
            {
                tracks[asset].Peek(RuleTrack.BarOf(history[asset][^1]));
            }
        });
        Measure(table, assets, "a day that closes", () =>
        {
            for (var asset = 0; asset < assets; asset++)
            {
                tracks[asset].Close(history[asset][^1]);
            }
        });
        table.Print();
        Console.WriteLine($"\nkept: {(GC.GetTotalMemory(forceFullCollection: true) - bytesBefore) / assets:N0} bytes an asset");
        GC.KeepAlive(tracks);
        return Task.CompletedTask;
    }

    /// <summary>Prices that walk at random, the same in every run; of one asset as many days as there are.</summary>
    private static Candle[][] Invent(int assets)
    {
        var random = new Random(1);
        var first = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, assets).Select(asset =>
        {
            var close = 100m;
            return Enumerable.Range(0, Days).Select(day =>
            {
                var open = close;
                close *= 1 + (0.06m * ((decimal)random.NextDouble() - 0.5m));
                return new Candle
                {
                    AssetId = asset,
                    Interval = CandleInterval.OneDay,
                    OpenTime = first.AddDays(day),
                    Origin = CandleOrigin.Own,
                    Open = open,
                    High = Math.Max(open, close),
                    Low = Math.Min(open, close),
                    Close = close,
                    Volume24h = 1_000_000 * (decimal)random.NextDouble(),
                    FirstAt = first.AddDays(day),
                    LastAt = first.AddDays(day),
                    Source = "invented",
                };
            }).ToArray();
        })];
    }

    /// <summary>The least of three runs after one to warm up: what else the machine does only adds.</summary>
    private static void Measure(MarkdownTable table, int assets, string name, Action run)
    {
        run();
        var least = Enumerable.Range(0, 3).Min(_ =>
        {
            var started = Stopwatch.GetTimestamp();
            run();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        });
        table.Add(name, least * 1e3, least / assets * 1e6);
    }
}
