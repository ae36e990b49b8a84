namespace MarketData.Candles;

/// <summary>
/// The newest candle of our own of each asset and interval, as the database has it. Changed only by the ingestion pipeline, after
/// the database has taken the change, and only under its lock.
/// </summary>
internal sealed class CandleBook
{
    private readonly Dictionary<(int AssetId, CandleInterval Interval), Candle> _newest = [];

    public CandleBook(IEnumerable<Candle> newest) => Apply(newest);

    /// <summary>The newest candle; null if the database has none of the asset and interval.</summary>
    public Candle? FindNewest(int assetId, CandleInterval interval) => _newest.GetValueOrDefault((assetId, interval));

    /// <summary>Takes over what the database has taken. Candles older than the newest are not held.</summary>
    public void Apply(IEnumerable<Candle> candles)
    {
        foreach (var candle in candles)
        {
            var key = (candle.AssetId, candle.Interval);
            if (!_newest.TryGetValue(key, out var held) || held.OpenTime <= candle.OpenTime)
            {
                _newest[key] = candle;
            }
        }
    }
}
