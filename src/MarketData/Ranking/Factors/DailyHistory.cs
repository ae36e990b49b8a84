using MarketData.Candles;
using MarketData.Markets;
using MarketData.Metrics;
using MarketData.Snapshots;

namespace MarketData.Ranking.Factors;

/// <summary>
/// The daily figures of all assets: read from the database once, then carried on with each snapshot. Of one thread at a time.
/// </summary>
internal sealed class DailyHistory(DateOnly today)
{
    private readonly Dictionary<int, AssetDays> _days = [];
    private DateOnly _today = today;

    /// <summary>The daily figures of an asset; empty if none is known.</summary>
    public AssetDays Of(int assetId) => _days.GetValueOrDefault(assetId, AssetDays.Empty);

    /// <summary>Reads the last year from the database.</summary>
    public static async Task<DailyHistory> ReadAsync(ICandleStore candles, IMetricStore metrics, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = new DailyHistory(DayOf(now));
        var end = CandleInterval.OneDay.OpenTimeOf(now).AddDays(1);
        var start = end.AddDays(-AssetDays.Count);
        await foreach (var day in candles.ReadDaysAsync(start, end, cancellationToken))
        {
            history.Put(day.AssetId, DayOf(day.Day), day.Close, day.Volume24h, day.MarketCap);
        }

        foreach (var metric in OnChainFactors.Metrics)
        {
            await foreach (var value in metrics.ReadOfAllAsync(metric, start, end, cancellationToken))
            {
                history.Put(value.AssetId, DayOf(value.At), metric, value.Value);
            }
        }

        return history;
    }

    /// <summary>Takes over the figures of a snapshot: they are the close of their day until later ones come.</summary>
    public void Observe(MarketSnapshot snapshot)
    {
        Advance(DayOf(snapshot.BuiltAt));
        foreach (var row in snapshot.Rows)
        {
            if (row.Quote is { } quote)
            {
                var figures = quote.Figures;
                Put(row.Asset.Id, DayOf(figures.AsOf), figures.Price, figures.Volume24h, figures.MarketCap);
            }
        }
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private void Advance(DateOnly day)
    {
        var passed = day.DayNumber - _today.DayNumber;
        if (passed <= 0)
        {
            return;
        }

        foreach (var days in _days.Values)
        {
            days.Shift(passed);
        }

        _today = day;
    }

    /// <summary>Takes over the value of a metric on a day; a day that is not held is left out.</summary>
    public void Put(int assetId, DateOnly day, string metric, decimal value)
    {
        if (IndexOf(day) is { } index)
        {
            HeldOf(assetId).SetMetric(metric, index, Money.ToDouble(value));
        }
    }

    /// <summary>Takes over the close of a day; a day that is not held is left out.</summary>
    public void Put(int assetId, DateOnly day, decimal close, decimal? volume, decimal? marketCap)
    {
        if (IndexOf(day) is { } index)
        {
            HeldOf(assetId).Set(index, Money.ToDouble(close), Of(volume), Of(marketCap));
        }
    }

    private int? IndexOf(DateOnly day)
    {
        var index = AssetDays.Count - 1 - (_today.DayNumber - day.DayNumber);
        return index is >= 0 and < AssetDays.Count ? index : null;
    }

    private AssetDays HeldOf(int assetId)
    {
        if (!_days.TryGetValue(assetId, out var days))
        {
            _days[assetId] = days = new AssetDays();
        }

        return days;
    }

    private static double Of(decimal? value) => value is { } known ? Money.ToDouble(known) : double.NaN;
}
