namespace MarketData.Signals.Indicators;

/// <summary>How far a candle moves, the gap from the close before it included (Wilder, 1978). Of the first candle: high − low.</summary>
internal struct TrueRange
{
    private double _close;
    private bool _hasClose;

    public double Add(in Bar bar)
    {
        var range = bar.High - bar.Low;
        if (_hasClose)
        {
            range = Math.Max(range, Math.Max(Math.Abs(bar.High - _close), Math.Abs(bar.Low - _close)));
        }

        _close = bar.Close;
        _hasClose = true;
        return range;
    }
}
