namespace MarketData.Signals.Indicators;

/// <summary>The middle between the highest high and the lowest low of the last candles; NaN before there are enough.</summary>
internal struct MiddleLine(int length)
{
    private Window _highs = new(length);
    private Window _lows = new(length);

    public double Add(in Bar bar)
    {
        _highs.Add(bar.High);
        _lows.Add(bar.Low);
        return (_highs.Max() + _lows.Min()) / 2;
    }
}
