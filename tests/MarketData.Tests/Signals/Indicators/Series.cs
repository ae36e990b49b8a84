using MarketData.Signals.Indicators;

namespace MarketData.Tests.Signals.Indicators;

/// <summary>Series for indicators, and what an indicator makes of them.</summary>
internal static class Series
{
    /// <summary>Candles that never leave their closes.</summary>
    public static Bar[] OfCloses(params double[] closes) => [.. closes.Select(close => new Bar(close, close, close, close, double.NaN))];

    /// <summary>Candles of high, low and close.</summary>
    public static Bar[] Of(params (double High, double Low, double Close)[] candles) =>
        [.. candles.Select(candle => new Bar(candle.Close, candle.High, candle.Low, candle.Close, double.NaN))];

    /// <summary>A made-up market, the same for the same seed: it moves by some percent a candle, and some volumes are unknown.</summary>
    public static Bar[] Random(int seed, int count, bool knowsVolumes = false)
    {
        var random = new Random(seed);
        var close = 100.0;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var open = close;
            close *= Math.Exp(0.06 * (random.NextDouble() - 0.5));
            var high = Math.Max(open, close) * (1 + (0.02 * random.NextDouble()));
            var low = Math.Min(open, close) * (1 - (0.02 * random.NextDouble()));
            var volume = 1_000_000 * random.NextDouble();
            return new Bar(open, high, low, close, random.Next(40) == 0 && !knowsVolumes ? double.NaN : volume);
        })];
    }

    /// <summary>The outputs of an indicator at each candle.</summary>
    public static double[][] Run(string name, IEnumerable<Bar> bars)
    {
        var named = NamedIndicator.Read(name, out var problem);
        problem.ShouldBeNull();
        var indicator = named!.Create();
        return [.. bars.Select(bar =>
        {
            var outputs = new double[named.Definition.Outputs.Count];
            indicator.Add(bar, outputs);
            return outputs;
        })];
    }

    /// <summary>One output of an indicator at each candle.</summary>
    public static double[] Run(string name, IEnumerable<Bar> bars, string output)
    {
        var place = NamedIndicator.Read(name, out _)!.Definition.Outputs.Select(known => known.Name).ToList().IndexOf(output);
        return [.. Run(name, bars).Select(outputs => outputs[place])];
    }
}
