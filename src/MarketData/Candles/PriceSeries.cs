using MarketData.Markets;

namespace MarketData.Candles;

/// <summary>A price of the past. Money is in US dollars.</summary>
/// <param name="At">Time by the source's clock.</param>
/// <param name="Resolution">Name of the series that it is of: <c>5m</c> for points, else the interval of the candles whose close it is.</param>
/// <param name="Price">Price.</param>
/// <param name="MarketCap">Market cap; null if unknown.</param>
/// <param name="Volume24h">Volume of the 24 hours before; null if unknown.</param>
/// <param name="Source">The sources it rests on, joined by commas.</param>
internal sealed record SeriesPoint(
    DateTimeOffset At, string Resolution, decimal Price, decimal? MarketCap, decimal? Volume24h, string Source);

/// <summary>Prices of a range at a grain that suits its length; before what is kept of that grain, the next coarser one.</summary>
internal static class PriceSeries
{
    private static readonly TimeSpan LongestOfPoints = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestOfHours = TimeSpan.FromDays(120);

    /// <summary>Prices with <c>from ≤ at &lt; to</c>, oldest first: at most some three thousand, or one a day.</summary>
    public static Task<IReadOnlyList<SeriesPoint>> ReadAsync(
        ICandleStore store, int assetId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var length = to - from;
        var finest = length <= LongestOfPoints ? CandleInterval.FiveMinutes : length <= LongestOfHours ? CandleInterval.OneHour : CandleInterval.OneDay;
        return ReadAsync(store, assetId, from, to, finest, cancellationToken);
    }

    /// <summary>Prices with <c>from ≤ at &lt; to</c>, oldest first, no finer than asked for.</summary>
    public static async Task<IReadOnlyList<SeriesPoint>> ReadAsync(
        ICandleStore store, int assetId, DateTimeOffset from, DateTimeOffset to, CandleInterval finest, CancellationToken cancellationToken)
    {
        List<SeriesPoint> series = [];
        if (finest == CandleInterval.FiveMinutes)
        {
            series = await store.ReadPointsAsync(assetId, from, to, cancellationToken).Select(Of).ToListAsync(cancellationToken);
        }

        if (finest <= CandleInterval.OneHour)
        {
            series = await PrependAsync(CandleInterval.OneHour, series);
        }

        return await PrependAsync(CandleInterval.OneDay, series);

        // Closes that are older than the whole of the finer series. A candle that opened before the range may close in it.
        async Task<List<SeriesPoint>> PrependAsync(CandleInterval interval, List<SeriesPoint> finer)
        {
            var end = finer.Count == 0 ? to : finer[0].At;
            var coarser = await store
                .ReadAsync(assetId, interval, interval.OpenTimeOf(from), end, int.MaxValue, cancellationToken)
                .Where(candle => candle.LastAt >= from && candle.LastAt < end)
                .Select(Of)
                .ToListAsync(cancellationToken);
            return [.. coarser, .. finer];
        }
    }

    /// <summary>
    /// The price at the first moment of a day: the last of the day before, else the first of the day, of which market cap and volume are not
    /// known; null if there is neither.
    /// </summary>
    public static async Task<SeriesPoint?> FindStartOfDayAsync(ICandleStore store, int assetId, DateTimeOffset day, CancellationToken cancellationToken)
    {
        var start = CandleInterval.OneDay.OpenTimeOf(day);
        var days = await store
            .ReadAsync(assetId, CandleInterval.OneDay, start.AddDays(-1), start.AddDays(1), 2, cancellationToken)
            .ToListAsync(cancellationToken);
        return days is not [var first, ..] ? null
            : first.OpenTime < start ? Of(first)
            : new SeriesPoint(first.FirstAt, first.Interval.Name(), first.Open, null, null, first.Source);
    }

    private static SeriesPoint Of(PricePoint point) =>
        new(point.AsOf, CandleInterval.FiveMinutes.Name(), point.Price, point.MarketCap, point.Volume24h, point.Source);

    private static SeriesPoint Of(Candle candle) =>
        new(candle.LastAt, candle.Interval.Name(), candle.Close, candle.MarketCap, candle.Volume24h, candle.Source);
}
