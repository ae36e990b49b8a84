namespace MarketData.Signals.Indicators;

/// <summary>
/// An indicator on its way along a series: it is told one candle after another and knows no other way, so that a series computed at once
/// and one carried on candle by candle are the same. Candles that do not exist are not told: windows count candles, not time.
/// </summary>
/// <remarks>All that changes is in fields of value types and in <see cref="Window"/>s; <see cref="Peek"/> rests on it.</remarks>
internal abstract class Indicator
{
    /// <summary>Takes the next candle and writes the value of each output; NaN is unknown.</summary>
    public abstract void Add(in Bar bar, Span<double> outputs);

    /// <summary>What <see cref="Add"/> would write, without taking the candle: for one that is not closed.</summary>
    public void Peek(in Bar bar, Span<double> outputs) => ((Indicator)MemberwiseClone()).Add(bar, outputs);
}
