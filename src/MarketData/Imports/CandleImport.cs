using MarketData.Candles;

namespace MarketData.Imports;

/// <summary>Candles of a provider, as they are: they are preferred over our own of the same time.</summary>
/// <param name="store">Where they go.</param>
/// <param name="assetId">Our internal key of the asset.</param>
/// <param name="interval">Their width.</param>
/// <param name="source">Name of the source that they are given.</param>
/// <param name="cutoff">Time before which they are not kept; null if they are kept for ever.</param>
/// <param name="now">Our clock.</param>
internal sealed class CandleImport(
    ICandleStore store, int assetId, CandleInterval interval, string source, DateTimeOffset? cutoff, DateTimeOffset now) : ImportTarget<Candle>
{
    public override ColumnMap Map(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> named) => ColumnMap.Find(
        header,
        named,
        [ColumnMap.Time, ColumnMap.Open, ColumnMap.High, ColumnMap.Low, ColumnMap.Close],
        [ColumnMap.Volume, ColumnMap.MarketCap, ColumnMap.Volume24h]);

    public override void Take(ImportRow row, DateTimeOffset time)
    {
        CheckTime(row, time);
        var open = row.Price(ColumnMap.Open);
        var high = row.Price(ColumnMap.High);
        var low = row.Price(ColumnMap.Low);
        var close = row.Price(ColumnMap.Close);
        var volume = row.Amount(ColumnMap.Volume);
        var marketCap = row.Amount(ColumnMap.MarketCap);
        var volume24h = row.Amount(ColumnMap.Volume24h);
        if (high < low)
        {
            row.Refuse(ColumnMap.High, "high_below_low", "The highest price is below the lowest.");
        }
        else
        {
            CheckWithin(row, ColumnMap.Open, open, low, high);
            CheckWithin(row, ColumnMap.Close, close, low, high);
        }

        if (row.Refusals.Count == 0)
        {
            Add(new Candle
            {
                AssetId = assetId,
                Interval = interval,
                OpenTime = time,
                Origin = CandleOrigin.Provider,
                Open = open!.Value,
                High = high!.Value,
                Low = low!.Value,
                Close = close!.Value,
                Volume = volume,
                MarketCap = marketCap == 0 ? null : marketCap,
                Volume24h = volume24h,
                FirstAt = time,
                LastAt = time + interval.Width() - TimeSpan.FromMilliseconds(1),
                Source = source,
            });
        }
    }

    /// <summary>Only those that are not stored as they are already.</summary>
    protected override async Task<int> WriteAsync(IReadOnlyList<Candle> records, CancellationToken cancellationToken)
    {
        var changed = records.ToDictionary(candle => candle.OpenTime);
        var stored = store.ReadAsync(
            assetId, interval, changed.Keys.Min(), changed.Keys.Max() + interval.Width(), int.MaxValue, cancellationToken);
        await foreach (var candle in stored.WithCancellation(cancellationToken))
        {
            if (changed.TryGetValue(candle.OpenTime, out var given) && given == candle)
            {
                changed.Remove(candle.OpenTime);
            }
        }

        await store.PutAsync([.. changed.Values], cancellationToken);
        return changed.Count;
    }

    private void CheckTime(ImportRow row, DateTimeOffset time)
    {
        if (interval.OpenTimeOf(time) != time)
        {
            row.Refuse(ColumnMap.Time, "off_grid", $"Candles of {interval.Name()} do not open at this time; --interval says which they are.");
        }
        else if (time + interval.Width() > now)
        {
            row.Refuse(ColumnMap.Time, "not_over", "The candle is not closed yet.");
        }
        else if (time < cutoff)
        {
            row.Refuse(ColumnMap.Time, "not_kept", $"Candles of {interval.Name()} are not kept this long; History:Retention says how long.");
        }
    }

    private static void CheckWithin(ImportRow row, string field, decimal? price, decimal? low, decimal? high)
    {
        if (price < low || price > high)
        {
            row.Refuse(field, "outside_range", "The price is not between the lowest and the highest.");
        }
    }
}
