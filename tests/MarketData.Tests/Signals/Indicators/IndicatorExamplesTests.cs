using MarketData.Signals.Indicators;

namespace MarketData.Tests.Signals.Indicators;

/// <summary>A worked example of each indicator: published where there is one, else by hand.</summary>
public sealed class IndicatorExamplesTests
{
    /// <summary>Half of the last digit that the tables print.</summary>
    private const double TwoDigits = 0.0051;

    /// <summary>Of a table whose closes are rounded to the cent themselves.</summary>
    private const double Cent = 0.0101;
    private const double FourDigits = 0.000051;
    private const double ByHand = 1e-9;

    /// <summary>ChartSchool (StockCharts), "Simple and Exponential Moving Averages", table of Intel.</summary>
    private static readonly double[] Intel =
    [
        22.27, 22.19, 22.08, 22.17, 22.18, 22.13, 22.23, 22.43, 22.24, 22.29, 22.15, 22.39, 22.38, 22.61, 23.36,
        24.05, 23.75, 23.83, 23.95, 23.63, 23.82, 23.87, 23.65, 23.19, 23.10, 23.33, 22.68, 23.10, 22.40, 22.17,
    ];

    /// <summary>ChartSchool, "Relative Strength Index", table of QQQQ, December 2009.</summary>
    private static readonly double[] Qqqq =
    [
        44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.6140, 46.2820, 46.2820,
        46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672,
        43.4205, 42.6628, 43.1314,
    ];

    /// <summary>ChartSchool, "Bollinger Bands", table of SPY, May 2009.</summary>
    private static readonly double[] Spy =
    [
        86.1557, 89.0867, 88.7829, 90.3228, 89.0671, 91.1453, 89.4397, 89.1750, 86.9302, 87.6752, 86.9596,
        89.4299, 89.3221, 88.7241, 87.4497, 87.2634, 89.4985, 87.9006, 89.1260, 90.7043, 92.9001, 92.9784,
    ];

    /// <summary>ChartSchool, "Average True Range", table of QQQQ, April 2010: high, low, close.</summary>
    private static readonly (double High, double Low, double Close)[] Ranges =
    [
        (48.70, 47.79, 48.16), (48.72, 48.14, 48.61), (48.90, 48.39, 48.75), (48.87, 48.37, 48.63), (48.82, 48.24, 48.74), (49.05, 48.635, 49.03),
        (49.20, 48.94, 49.07), (49.35, 48.86, 49.32), (49.92, 49.50, 49.91), (50.19, 49.87, 50.13), (50.12, 49.20, 49.53), (49.66, 48.90, 49.50),
        (49.88, 49.43, 49.75), (50.19, 49.725, 50.03), (50.36, 49.26, 50.31), (50.57, 50.09, 50.52), (50.65, 50.30, 50.41), (50.43, 49.21, 49.34),
    ];

    /// <summary>ChartSchool, "Average Directional Index", table of QQQQ, February 2009: high, low, close.</summary>
    private static readonly (double High, double Low, double Close)[] Directions =
    [
        (30.1983, 29.4072, 29.8720), (30.2776, 29.3182, 30.2381), (30.4458, 29.9611, 30.0996), (29.3478, 28.7443, 28.9028), (29.3477, 28.5566, 28.9225),
        (29.2886, 28.4081, 28.4775), (28.8334, 28.0818, 28.5566), (28.7346, 27.4289, 27.5576), (28.6654, 27.6565, 28.4675), (28.8532, 27.8345, 28.2796),
        (28.6356, 27.3992, 27.4882), (27.6761, 27.0927, 27.2310), (27.2112, 26.1826, 26.3507), (26.8651, 26.1332, 26.3309), (27.4090, 26.6277, 27.0333),
        (26.9441, 26.1332, 26.2221), (26.5189, 25.4307, 26.0144), (26.5189, 25.3518, 25.4605), (27.0927, 25.8760, 27.0333), (27.6860, 26.9640, 27.4487),
        (28.4477, 27.1421, 28.3586), (28.5267, 28.0123, 28.4278), (28.6654, 27.8840, 27.9530), (29.0116, 27.9928, 29.0116), (29.8720, 28.7643, 29.3776),
        (29.8028, 29.1402, 29.3576), (29.7529, 28.7127, 28.9107), (30.6546, 28.9290, 30.6149), (30.5951, 30.0304, 30.0502), (30.7635, 29.3863, 30.1890),
    ];

    /// <summary>ChartSchool, "Stochastic Oscillator", table of IBM, February 2010: high, low, close where it is printed.</summary>
    private static readonly (double High, double Low, double Close)[] Ibm =
    [
        (127.0090, 125.3574, 126), (127.6159, 126.1633, 127), (126.5911, 124.9296, 126), (127.3472, 126.0937, 127), (128.1730, 126.8199, 127),
        (128.4317, 126.4817, 127), (127.3671, 126.0340, 127), (126.4220, 124.8301, 126), (126.8995, 126.3921, 126.5), (126.8498, 125.7156, 126),
        (125.6460, 124.5615, 125), (125.7156, 124.5715, 125), (127.1582, 125.0689, 127), (127.7154, 126.8597, 127.2876), (127.6855, 126.6309, 127.1781),
        (128.2228, 126.8001, 128.0138), (128.2725, 126.7105, 127.1085),
    ];

    /// <summary>ChartSchool, "Commodity Channel Index", table of August 2010: high, low, close.</summary>
    private static readonly (double High, double Low, double Close)[] Channel =
    [
        (24.2013, 23.8534, 23.8932), (24.0721, 23.7242, 23.9528), (24.0423, 23.6447, 23.6745), (23.8733, 23.3664, 23.7839), (23.6745, 23.4559, 23.4956),
        (23.5851, 23.1776, 23.3217), (23.8037, 23.3962, 23.7540), (23.8036, 23.5652, 23.7938), (24.3007, 24.0522, 24.1417), (24.1516, 23.7739, 23.8137),
        (24.0522, 23.5950, 23.7839), (24.0622, 23.8435, 23.8634), (23.8833, 23.6447, 23.7044), (25.1356, 23.9429, 24.9567), (25.1952, 24.7380, 24.8771),
        (25.0660, 24.7678, 24.9616), (25.2151, 24.8970, 25.1753), (25.3741, 24.9268, 25.0660), (25.3642, 24.9567, 25.2747), (25.2648, 24.9268, 24.9964),
        (24.8175, 24.2112, 24.4597),
    ];

    /// <summary>ChartSchool, "Money Flow Index", table of December 2010: high, low, close, units traded.</summary>
    private static readonly (double High, double Low, double Close, double Units)[] Flows =
    [
        (24.8283, 24.3205, 24.7486, 18730.144), (24.7586, 24.5993, 24.7088, 12271.740), (25.1568, 24.7785, 25.0373, 24691.414),
        (25.5848, 24.9477, 25.5450, 18357.606), (25.6844, 24.8083, 25.0672, 22964.080), (25.3360, 25.0572, 25.1070, 15918.948),
        (25.2862, 24.8482, 24.8880, 16067.044), (25.1269, 24.7496, 24.9975, 16568.487), (25.2762, 24.9278, 25.0473, 16018.729),
        (25.3857, 25.0274, 25.3360, 9773.569), (25.5351, 25.0473, 25.0572, 22572.712), (25.6048, 25.0622, 25.4455, 12986.669),
        (25.7441, 25.5351, 25.5649, 10906.659), (25.7242, 25.4554, 25.5550, 5799.259), (25.6744, 25.2862, 25.4057, 7395.274),
        (25.4455, 25.1667, 25.3658, 5818.162),
    ];

    /// <summary>ChartSchool, "On Balance Volume", table of 30 days: close, volume.</summary>
    private static readonly (double Close, double Volume)[] Balance =
    [
        (53.26, 0), (53.30, 8200), (53.32, 8100), (53.72, 8300), (54.19, 8900), (53.92, 9200), (54.65, 13300), (54.60, 10300), (54.21, 9900), (54.53, 10100),
        (53.79, 11300), (53.66, 12600), (53.56, 10700), (53.57, 11500), (53.94, 23800), (53.27, 14600), (53.60, 11700), (53.65, 10400), (53.62, 9500), (53.27, 13900),
        (53.44, 10400), (53.28, 4200), (53.14, 10900), (53.31, 17600), (54.09, 17900), (54.08, 15800), (54.01, 10200), (54.17, 8700), (54.24, 16000), (54.45, 12500),
    ];

    private static readonly (double High, double Low, double Close)[] Few = [(10, 8, 9), (11, 9, 10), (13, 11, 12), (9, 7, 8)];

    [Fact]
    public void Sma_PublishedTable_IsMet() => Known(Series.Run("sma:10", Series.OfCloses(Intel), "sma")).ShouldBe(
        [22.22, 22.21, 22.23, 22.26, 22.31, 22.42, 22.61, 22.77, 22.91, 23.08, 23.21, 23.38, 23.53, 23.65, 23.71, 23.69, 23.61, 23.51, 23.43, 23.28, 23.13], Cent);

    [Fact]
    public void Ema_PublishedTable_IsMet() => Known(Series.Run("ema:10", Series.OfCloses(Intel), "ema")).ShouldBe(
        [22.22, 22.21, 22.24, 22.27, 22.33, 22.52, 22.80, 22.97, 23.13, 23.28, 23.34, 23.43, 23.51, 23.54, 23.47, 23.40, 23.39, 23.26, 23.23, 23.08, 22.92], Cent);

    [Fact]
    public void Wma_ByHand_WeighsTheNewestMost() =>
        Known(Series.Run("wma:3", Series.OfCloses(1, 2, 4, 8), "wma")).ShouldBe([(1 + 4 + 12) / 6.0, (2 + 8 + 24) / 6.0], ByHand);

    [Fact]
    public void Rsi_PublishedTable_IsMet() => Known(Series.Run("rsi:14", Series.OfCloses(Qqqq), "rsi")).ShouldBe(
        [70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.30, 33.08, 37.77], TwoDigits);

    [Fact]
    public void Macd_ByHand_IsMet()
    {
        // EMA 2: –, 1.5, 2.5, 25/6, 121/18; EMA 3: –, –, 2, 3.5, 5.75; their difference: 1/2, 2/3, 35/36; its EMA 2: –, 7/12, 91/108.
        var closes = Series.OfCloses(1, 2, 3, 5, 8);

        Known(Series.Run("macd:2:3:2", closes, "macd")).ShouldBe([1 / 2.0, 2 / 3.0, 35 / 36.0], ByHand);
        Known(Series.Run("macd:2:3:2", closes, "signal")).ShouldBe([7 / 12.0, 91 / 108.0], ByHand);
        Known(Series.Run("macd:2:3:2", closes, "histogram")).ShouldBe([1 / 12.0, 14 / 108.0], ByHand);
    }

    [Fact]
    public void Stochastic_PublishedTable_IsMet()
    {
        Known(Series.Run("stochastic:14:1:3", Series.Of(Ibm), "k")).ShouldBe([70.438220, 67.608909, 89.202108, 65.810552], FourDigits);
        Known(Series.Run("stochastic:14:1:3", Series.Of(Ibm), "d")).ShouldBe([75.749746, 74.20719], FourDigits);
        Known(Series.Run("stochastic:14:3:1", Series.Of(Ibm), "k")).ShouldBe([75.749746, 74.20719], FourDigits);
    }

    [Fact]
    public void Cci_PublishedTable_IsMet() => Known(Series.Run("cci:20", Series.Of(Channel), "cci")).ShouldBe([102.3150, 30.7360], 0.005);

    [Fact]
    public void Roc_ByHand_IsMet() => Known(Series.Run("roc:2", Series.OfCloses(100, 90, 110, 45), "roc")).ShouldBe([10, -50], ByHand);

    [Fact]
    public void Bollinger_PublishedTable_IsMet()
    {
        var closes = Series.OfCloses(Spy);

        Known(Series.Run("bollinger:20:2", closes, "middle")).ShouldBe([88.707940, 89.045160, 89.239745], FourDigits);
        Known(Series.Run("bollinger:20:2", closes, "upper")).ShouldBe([91.291862, 91.949268, 92.612595], FourDigits);
        Known(Series.Run("bollinger:20:2", closes, "lower")).ShouldBe([86.124018, 86.141052, 85.866895], FourDigits);
        Known(Series.Run("bollinger:20:2", closes, "bandwidth")).ShouldBe([5.167845 / 88.707940 * 100, 5.808215 / 89.045160 * 100, 6.745700 / 89.239745 * 100], FourDigits);
        Known(Series.Run("bollinger:20:2", closes, "percent_b"))[0].ShouldBe((90.7043 - 86.124018) / 5.167845, FourDigits);
    }

    [Fact]
    public void Keltner_ByHand_IsMet()
    {
        // EMA 2: –, 9.5, 67/6; ATR 2: –, 2, 2.5.
        Known(Series.Run("keltner:2:2:2", Series.Of(Few[..3]), "middle")).ShouldBe([9.5, 67 / 6.0], ByHand);
        Known(Series.Run("keltner:2:2:2", Series.Of(Few[..3]), "upper")).ShouldBe([13.5, (67 / 6.0) + 5], ByHand);
        Known(Series.Run("keltner:2:2:2", Series.Of(Few[..3]), "lower")).ShouldBe([5.5, (67 / 6.0) - 5], ByHand);
    }

    [Fact]
    public void Donchian_ByHand_IsMet()
    {
        Known(Series.Run("donchian:3", Series.Of(Few), "upper")).ShouldBe([13, 13]);
        Known(Series.Run("donchian:3", Series.Of(Few), "middle")).ShouldBe([10.5, 10]);
        Known(Series.Run("donchian:3", Series.Of(Few), "lower")).ShouldBe([8, 7]);
    }

    [Fact]
    public void Atr_PublishedTable_IsMet() =>
        Known(Series.Run("atr:14", Series.Of(Ranges), "atr")).ShouldBe([0.555, 0.5939285714, 0.5857908163, 0.5689486152, 0.6154522855], ByHand);

    [Fact]
    public void Adx_PublishedTable_IsMet()
    {
        var candles = Series.Of(Directions);

        Known(Series.Run("adx:14", candles, "plus_di"))[..3].ShouldBe([6.7494187, 6.2919781, 5.7817867], FourDigits);
        Known(Series.Run("adx:14", candles, "minus_di"))[..3].ShouldBe([32.4195605, 33.9457668, 36.4278403], FourDigits);
        Known(Series.Run("adx:14", candles, "adx")).ShouldBe([33.5833461, 32.1534947, 29.9292238], FourDigits);
    }

    [Fact]
    public void Aroon_ByHand_TakesTheNewestOfEquals()
    {
        var candles = Series.Of((5, 1, 3), (7, 3, 4), (6, 2, 5), (7, 4, 5));

        Known(Series.Run("aroon:2", candles, "up")).ShouldBe([50, 100]);
        Known(Series.Run("aroon:2", candles, "down")).ShouldBe([0, 50]);
        Known(Series.Run("aroon:2", candles, "oscillator")).ShouldBe([50, 50]);
    }

    [Fact]
    public void Supertrend_ByHand_TurnsWhereTheCloseLeavesItsBand()
    {
        // ATR 2: –, 2, 2.5, 3.75. Bands: 12/8, then 14.5/9.5 of which the upper stays 12, then 11.75/4.25 of which the lower stays 9.5.
        Known(Series.Run("supertrend:2:1", Series.Of(Few), "supertrend")).ShouldBe([8, 9.5, 11.75], ByHand);
        Known(Series.Run("supertrend:2:1", Series.Of(Few), "direction")).ShouldBe([1, 1, -1]);
    }

    [Fact]
    public void Ichimoku_ByHand_GivesTheCloudOfBefore()
    {
        var candles = Series.Of((10, 8, 9), (12, 9, 10), (11, 7, 8), (15, 10, 14), (14, 12, 13), (16, 13, 14), (17, 15, 16));

        Known(Series.Run("ichimoku:2:3:4", candles, "tenkan")).ShouldBe([10, 9.5, 11, 12.5, 14, 15]);
        Known(Series.Run("ichimoku:2:3:4", candles, "kijun")).ShouldBe([9.5, 11, 11, 13, 14.5]);
        Known(Series.Run("ichimoku:2:3:4", candles, "senkou_a")).ShouldBe([9.5, 11]);
        Known(Series.Run("ichimoku:2:3:4", candles, "senkou_b")).ShouldBe([11]);
    }

    [Fact]
    public void Obv_PublishedTable_IsMet()
    {
        var candles = Balance.Select(day => new Bar(day.Close, day.Close, day.Close, day.Close, day.Volume)).ToArray();

        Known(Series.Run("obv:29", candles, "obv")).ShouldBe([54300]);
        Known(Series.Run("obv:2", candles, "obv"))[..3].ShouldBe([16300, 16400, 17200]);
    }

    [Fact]
    public void Vwap_PublishedTable_IsMet() => Series.Run("vwap:3", Traded(), "vwap")[2].ShouldBe(24.80379676, FourDigits);

    [Fact]
    public void Mfi_PublishedTable_IsMet() => Known(Series.Run("mfi:14", Traded(), "mfi")).ShouldBe([49.46631, 45.10974], 0.0005);

    [Fact]
    public void Pivots_ByHand_AreOfTheCandleBefore() =>
        Series.Run("pivots", Series.Of((12, 6, 9), (20, 19, 20)))[1].ShouldBe([9, 12, 6, 15, 3, 18, 0], ByHand);

    [Fact]
    public void Swings_ByHand_StandOnceTheyAreKnown()
    {
        var candles = Series.Of((5, 4, 4), (9, 6, 7), (6, 3, 4), (7, 5, 6), (7, 5, 6));

        Known(Series.Run("swings:1", candles, "resistance")).ShouldBe([9, 9, 9]);
        Known(Series.Run("swings:1", candles, "support")).ShouldBe([3, 3]);
    }

    /// <summary>The table of money flows with volumes in money, as candles have them.</summary>
    private static Bar[] Traded() =>
        [.. Flows.Select(day => new Bar(
            day.Close, day.High, day.Low, day.Close, day.Units * (day.High + day.Low + day.Close) / 3))];

    private static double[] Known(IEnumerable<double> values) => [.. values.Where(value => !double.IsNaN(value))];
}
