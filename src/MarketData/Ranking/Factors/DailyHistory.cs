using MarketData.Candles;
using MarketData.Markets;
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
    public static async Task<DailyHistory> ReadAsync(ICandleStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var history = new DailyHistory(DayOf(now));
        for (var age = 0; age < AssetDays.Count; age++)
        {
            var day = CandleInterval.OneDay.OpenTimeOf(now).AddDays(-age);
            foreach (var candle in await store.ReadDayAsync(day, cancellationToken))
            {
                history.Put(candle.AssetId, DayOf(day), candle.Close, candle.Volume24h, candle.MarketCap);
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

    private void Put(int assetId, DateOnly day, decimal close, decimal? volume, decimal? marketCap)
    {
        var index = AssetDays.Count - 1 - (_today.DayNumber - day.DayNumber);
        if (index is < 0 or >= AssetDays.Count)
        {
            return;
        }

        if (!_days.TryGetValue(assetId, out var days))
        {
            _days[assetId] = days = new AssetDays();
        }

        days.Set(index, Money.ToDouble(close), Of(volume), Of(marketCap));
    }

    private static double Of(decimal? value) => value is { } known ? Money.ToDouble(known) : double.NaN;
}
