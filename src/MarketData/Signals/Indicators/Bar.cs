using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Signals.Indicators;

/// <summary>What an indicator sees of a candle, in US dollars; a double is enough for statistics.</summary>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Amount traded, in US dollars, not in units of the asset; NaN if unknown.</param>
internal readonly record struct Bar(double Open, double High, double Low, double Close, double Volume)
{
    /// <summary>Mean of high, low and close.</summary>
    public double Typical => (High + Low + Close) / 3;

    /// <summary>Middle between high and low.</summary>
    public double Middle => (High + Low) / 2;

    public static Bar From(Candle candle) => new(
        Money.ToDouble(candle.Open),
        Money.ToDouble(candle.High),
        Money.ToDouble(candle.Low),
        Money.ToDouble(candle.Close),
        candle.Volume is { } volume ? Money.ToDouble(volume) : double.NaN);
}
