namespace MarketData.Signals.Rules;

/// <summary>What rules see of an asset at the close of a day, in US dollars; NaN is unknown.</summary>
internal readonly record struct Readings
{
    /// <summary>Before the first day: nothing is known.</summary>
    public static readonly Readings Unknown = new()
    {
        Close = double.NaN,
        Sma50 = double.NaN,
        Sma200 = double.NaN,
        Rsi = double.NaN,
        Macd = double.NaN,
        MacdSignal = double.NaN,
        Middle = double.NaN,
        Upper = double.NaN,
        SqueezeAge = double.NaN,
        High20 = double.NaN,
        Low10 = double.NaN,
        Supertrend = double.NaN,
        Direction = double.NaN,
        Atr = double.NaN,
        Adx = double.NaN,
        PlusDi = double.NaN,
        MinusDi = double.NaN,
        Roc20 = double.NaN,
        VolumeRatio = double.NaN,
    };

    public required double Close { get; init; }

    public required double Sma50 { get; init; }

    public required double Sma200 { get; init; }

    /// <summary>RSI of 14 days.</summary>
    public required double Rsi { get; init; }

    /// <summary>EMA of 12 days − EMA of 26 days.</summary>
    public required double Macd { get; init; }

    /// <summary>EMA of 9 days of <see cref="Macd"/>.</summary>
    public required double MacdSignal { get; init; }

    /// <summary>Middle of the Bollinger bands (20, 2).</summary>
    public required double Middle { get; init; }

    /// <summary>Upper Bollinger band.</summary>
    public required double Upper { get; init; }

    /// <summary>Days since the bands were narrowest of the last 126 days.</summary>
    public required double SqueezeAge { get; init; }

    /// <summary>Highest high of the last 20 days, this one included.</summary>
    public required double High20 { get; init; }

    /// <summary>Lowest low of the last 10 days, this one included.</summary>
    public required double Low10 { get; init; }

    /// <summary>Supertrend (10, 3).</summary>
    public required double Supertrend { get; init; }

    /// <summary>1 in an up-trend by supertrend, −1 in a down-trend.</summary>
    public required double Direction { get; init; }

    /// <summary>ATR of 14 days.</summary>
    public required double Atr { get; init; }

    /// <summary>ADX of 14 days.</summary>
    public required double Adx { get; init; }

    public required double PlusDi { get; init; }

    public required double MinusDi { get; init; }

    /// <summary>Change over 20 days in percent.</summary>
    public required double Roc20 { get; init; }

    /// <summary>Volume of the day ÷ mean volume of the 20 days before it.</summary>
    public required double VolumeRatio { get; init; }
}
