namespace MarketData.Signals.Indicators;

/// <summary>All indicators. To add one is a class and a line here.</summary>
internal static class IndicatorCatalog
{
    /// <summary>Every indicator: averages, oscillators, bands and channels, trend, volume, levels.</summary>
    public static readonly IReadOnlyList<IndicatorDefinition> All =
    [
        Sma.Definition,
        Ema.Definition,
        Wma.Definition,
        Rsi.Definition,
        Macd.Definition,
        Stochastic.Definition,
        Cci.Definition,
        Roc.Definition,
        Bollinger.Definition,
        Keltner.Definition,
        Donchian.Definition,
        Atr.Definition,
        Adx.Definition,
        Aroon.Definition,
        Supertrend.Definition,
        Ichimoku.Definition,
        Obv.Definition,
        Vwap.Definition,
        Mfi.Definition,
        Pivots.Definition,
        Swings.Definition,
    ];

    /// <summary>The indicator with a name; null if there is none.</summary>
    public static IndicatorDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);
}
