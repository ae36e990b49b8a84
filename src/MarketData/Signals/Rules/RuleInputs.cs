using MarketData.Signals.Indicators;

namespace MarketData.Signals.Rules;

/// <summary>The indicators that rules are made of, carried on day by day for one asset. Shared by all rules.</summary>
internal sealed class RuleInputs
{
    private const int VolumeDays = 20;
    private const int SqueezeDays = 126;

    private readonly Sma _sma50 = new(50);
    private readonly Sma _sma200 = new(200);
    private readonly Rsi _rsi = new(14);
    private readonly Macd _macd = new(12, 26, 9);
    private readonly Bollinger _bands = new(20, 2);
    private readonly Donchian _channel20 = new(20);
    private readonly Donchian _channel10 = new(10);
    private readonly Supertrend _supertrend = new(10, 3);
    private readonly Atr _range = new(14);
    private readonly Adx _direction = new(14);
    private readonly Roc _change = new(20);
    private Window _bandwidths = new(SqueezeDays);
    private Window _volumes = new(VolumeDays);

    /// <summary>Takes a closed day.</summary>
    public Readings Add(in Bar day) => Read(day, true);

    /// <summary>What <see cref="Add"/> would give, without taking the day: for one that is not over.</summary>
    public Readings Peek(in Bar day) => Read(day, false);

    private Readings Read(in Bar day, bool keeps)
    {
        Span<double> outputs = stackalloc double[5];
        var sma50 = Only(_sma50, day, outputs, keeps);
        var sma200 = Only(_sma200, day, outputs, keeps);
        var rsi = Only(_rsi, day, outputs, keeps);
        var atr = Only(_range, day, outputs, keeps);
        var roc = Only(_change, day, outputs, keeps);
        var high20 = Only(_channel20, day, outputs, keeps);
        Take(_channel10, day, outputs, keeps);
        var low10 = outputs[2];
        Take(_macd, day, outputs, keeps);
        var (macd, signal) = (outputs[0], outputs[1]);
        Take(_supertrend, day, outputs, keeps);
        var (supertrend, direction) = (outputs[0], outputs[1]);
        Take(_direction, day, outputs, keeps);
        var (adx, plus, minus) = (outputs[0], outputs[1], outputs[2]);
        Take(_bands, day, outputs, keeps);
        return new Readings
        {
            Close = day.Close,
            Sma50 = sma50,
            Sma200 = sma200,
            Rsi = rsi,
            Macd = macd,
            MacdSignal = signal,
            Middle = outputs[0],
            Upper = outputs[1],
            SqueezeAge = SqueezeAge(outputs[4], keeps),
            High20 = high20,
            Low10 = low10,
            Supertrend = supertrend,
            Direction = direction,
            Atr = atr,
            Adx = adx,
            PlusDi = plus,
            MinusDi = minus,
            Roc20 = roc,
            VolumeRatio = VolumeRatio(day.Volume, keeps),
        };
    }

    private static double Only(Indicator indicator, in Bar day, Span<double> outputs, bool keeps)
    {
        Take(indicator, day, outputs, keeps);
        return outputs[0];
    }

    private static void Take(Indicator indicator, in Bar day, Span<double> outputs, bool keeps)
    {
        if (keeps)
        {
            indicator.Add(day, outputs);
        }
        else
        {
            indicator.Peek(day, outputs);
        }
    }

    private double SqueezeAge(double bandwidth, bool keeps)
    {
        var widths = _bandwidths;
        if (!double.IsNaN(bandwidth))
        {
            widths.Add(bandwidth);
        }

        if (keeps)
        {
            _bandwidths = widths;
        }

        return widths.IsFull ? widths.AgeOf(widths.Min()) : double.NaN;
    }

    /// <summary>The mean is of the days before, so that a day is not measured against itself.</summary>
    private double VolumeRatio(double volume, bool keeps)
    {
        var mean = _volumes.Mean();
        if (keeps)
        {
            _volumes.Add(volume);
        }

        return mean > 0 ? volume / mean : double.NaN;
    }
}
