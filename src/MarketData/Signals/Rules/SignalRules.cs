namespace MarketData.Signals.Rules;

/// <summary>All rules. To add one is an entry here; one that is changed gets the next version.</summary>
internal static class SignalRules
{
    /// <summary>Every rule, in the order in which their signals stand in answers.</summary>
    public static readonly IReadOnlyList<SignalRule> All =
    [
        new("golden-cross", 1, "Golden and death cross")
        {
            Entry = "SMA(50) is above SMA(200)",
            Exit = "SMA(50) is below SMA(200)",
            Strength = "|SMA(50) ÷ SMA(200) − 1| ÷ 0.1",
            Source = "folklore; W. Brock, J. Lakonishok, B. LeBaron, Simple Technical Trading Rules, 1992",
            MinDays = 200,
            IsLevel = true,
            Knows = (in before, in now) => !double.IsNaN(now.Sma200),
            Enters = (in before, in now) => now.Sma50 > now.Sma200,
            Exits = (in before, in now) => now.Sma50 < now.Sma200,
            Measure = (in now, isLong) => Side(isLong) * ((now.Sma50 / now.Sma200) - 1) / 0.1,
        },
        new("ema-cross", 1, "Cross of EMA 12 and 26")
        {
            Entry = "EMA(12) is above EMA(26)",
            Exit = "EMA(12) is below EMA(26)",
            Strength = "|EMA(12) − EMA(26)| ÷ close ÷ 0.05",
            Source = "folklore; ChartSchool, Moving Averages",
            MinDays = 26,
            IsLevel = true,
            Knows = (in before, in now) => !double.IsNaN(now.Macd),
            Enters = (in before, in now) => now.Macd > 0,
            Exits = (in before, in now) => now.Macd < 0,
            Measure = (in now, isLong) => Side(isLong) * now.Macd / now.Close / 0.05,
        },
        new("rsi-reversal", 1, "RSI reversal 30/70")
        {
            Entry = "RSI(14) rises above 30, having been at or below it at the close before",
            Exit = "RSI(14) falls below 70, having been at or above it at the close before",
            Strength = "long: (70 − RSI) ÷ 40; flat: (RSI − 30) ÷ 40",
            Source = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
            MinDays = 16,
            Knows = (in before, in now) => !double.IsNaN(before.Rsi + now.Rsi),
            Enters = (in before, in now) => before.Rsi <= 30 && now.Rsi > 30,
            Exits = (in before, in now) => before.Rsi >= 70 && now.Rsi < 70,
            Measure = (in now, isLong) => (isLong ? 70 - now.Rsi : now.Rsi - 30) / 40,
        },
        new("macd-trend", 1, "MACD cross in an up-trend")
        {
            Entry = "MACD(12, 26) rises above its signal (9), having been at or below it at the close before, while the close is above SMA(200)",
            Exit = "MACD is below its signal",
            Strength = "|MACD − signal| ÷ (0.5 × ATR(14))",
            Source = "G. Appel, Technical Analysis: Power Tools for Active Investors, 2005; trend filter: folklore",
            MinDays = 200,
            Knows = (in before, in now) => !double.IsNaN(now.Sma200) && !double.IsNaN(before.MacdSignal),
            Enters = (in before, in now) => before.Macd <= before.MacdSignal && now.Macd > now.MacdSignal && now.Close > now.Sma200,
            Exits = (in before, in now) => now.Macd < now.MacdSignal,
            Measure = (in now, isLong) => Side(isLong) * (now.Macd - now.MacdSignal) / (0.5 * now.Atr),
        },
        new("bollinger-squeeze", 1, "Breakout from a Bollinger squeeze")
        {
            Entry = "the close is above the upper band (20, 2), and the bands were narrowest of 126 days at most 10 days ago",
            Exit = "the close is below the middle band",
            Strength = "long: (close − middle) ÷ (upper − middle); flat: (upper − close) ÷ (upper − middle)",
            Source = "J. Bollinger, Bollinger on Bollinger Bands, 2001",
            MinDays = 145,
            Knows = (in before, in now) => !double.IsNaN(now.SqueezeAge),
            Enters = (in before, in now) => now.Close > now.Upper && now.SqueezeAge <= 10,
            Exits = (in before, in now) => now.Close < now.Middle,
            Measure = (in now, isLong) => (isLong ? now.Close - now.Middle : now.Upper - now.Close) / (now.Upper - now.Middle),
        },
        new("donchian-breakout", 1, "Donchian breakout 20/10 (turtles)")
        {
            Entry = "the close is above the highest high of the 20 days before",
            Exit = "the close is below the lowest low of the 10 days before",
            Strength = "place between the lowest low of 10 days and the highest high of 20, both with this day: long: (close − low) ÷ (high − low); flat: (high − close) ÷ (high − low)",
            Source = "R. Donchian; C. Faith, Way of the Turtle, 2007 (system 1, by closes, without its filter)",
            MinDays = 21,
            Knows = (in before, in now) => !double.IsNaN(before.High20),
            Enters = (in before, in now) => now.Close > before.High20,
            Exits = (in before, in now) => now.Close < before.Low10,
            Measure = (in now, isLong) => (isLong ? now.Close - now.Low10 : now.High20 - now.Close) / (now.High20 - now.Low10),
        },
        new("supertrend", 1, "Supertrend")
        {
            Entry = "supertrend (10, 3) is up",
            Exit = "supertrend is down",
            Strength = "|close − supertrend| ÷ (6 × ATR(14))",
            Source = "O. Seban, Tout le monde mérite d’être riche, 2008",
            MinDays = 14,
            IsLevel = true,
            Knows = (in before, in now) => !double.IsNaN(now.Direction + now.Atr),
            Enters = (in before, in now) => now.Direction > 0,
            Exits = (in before, in now) => now.Direction < 0,
            Measure = (in now, isLong) => Side(isLong) * (now.Close - now.Supertrend) / (6 * now.Atr),
        },
        new("volume-momentum", 1, "Momentum with volume")
        {
            Entry = "the close is more than 10 % above that of 20 days ago, on more than 1.5 times the mean volume of the 20 days before",
            Exit = "the close is below that of 20 days ago",
            Strength = "|change over 20 days in percent| ÷ 30; 0 where its sign is not that of the state",
            Source = "our own; after C. Lee, B. Swaminathan, Price Momentum and Trading Volume, 2000",
            MinDays = 21,
            Knows = (in before, in now) => !double.IsNaN(now.Roc20 + now.VolumeRatio),
            Enters = (in before, in now) => now.Roc20 > 10 && now.VolumeRatio > 1.5,
            Exits = (in before, in now) => now.Roc20 < 0,
            Measure = (in now, isLong) => Side(isLong) * now.Roc20 / 30,
        },
        new("adx-trend", 1, "Trend by ADX")
        {
            Entry = "ADX(14) is above 25 and +DI above −DI",
            Exit = "−DI is above +DI",
            Strength = "|+DI − −DI| ÷ 50; 0 where its sign is not that of the state",
            Source = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
            MinDays = 28,
            IsLevel = true,
            Knows = (in before, in now) => !double.IsNaN(now.Adx + now.PlusDi + now.MinusDi),
            Enters = (in before, in now) => now.Adx > 25 && now.PlusDi > now.MinusDi,
            Exits = (in before, in now) => now.MinusDi > now.PlusDi,
            Measure = (in now, isLong) => Side(isLong) * (now.PlusDi - now.MinusDi) / 50,
        },
    ];

    /// <summary>Number of a rule in <see cref="All"/>; null if there is none with this name.</summary>
    public static int? Find(string name)
    {
        for (var number = 0; number < All.Count; number++)
        {
            if (All[number].Name == name)
            {
                return number;
            }
        }

        return null;
    }

    private static int Side(bool isLong) => isLong ? 1 : -1;
}
