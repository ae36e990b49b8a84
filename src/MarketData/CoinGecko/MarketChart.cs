using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.CoinGecko;

/// <summary>Figures over time, oldest first: pairs of a time in milliseconds since 1970 and the figure, null where it is not known. All three have the same times.</summary>
/// <param name="Prices">Prices.</param>
/// <param name="MarketCaps">Market caps.</param>
/// <param name="TotalVolumes">Volumes of the 24 hours before.</param>
public sealed record MarketChart(
    IReadOnlyList<IReadOnlyList<decimal?>> Prices, IReadOnlyList<IReadOnlyList<decimal?>> MarketCaps, IReadOnlyList<IReadOnlyList<decimal?>> TotalVolumes)
{
    internal static MarketChart From(IReadOnlyList<SeriesPoint> series, Currency currency, NumberFormat format, DateTimeOffset now)
    {
        return new MarketChart(Pairs(point => point.Price), Pairs(point => point.MarketCap), Pairs(point => point.Volume24h));

        IReadOnlyList<IReadOnlyList<decimal?>> Pairs(Func<SeriesPoint, decimal?> figure) =>
            [.. series.Select(point => (IReadOnlyList<decimal?>)[TimeOf(point, now).ToUnixTimeMilliseconds(), format.Round(currency.FromUsd(figure(point)))])];
    }

    /// <summary>When a figure stands: the close of a day at its end, 00:00 UTC, as CoinGecko has it; that of today at its own time.</summary>
    private static DateTimeOffset TimeOf(SeriesPoint point, DateTimeOffset now)
    {
        var end = CandleInterval.OneDay.OpenTimeOf(point.At) + CandleInterval.OneDay.Width();
        return point.Resolution == CandleInterval.OneDay.Name() && end <= now ? end : point.At;
    }
}
