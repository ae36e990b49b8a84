using System.Globalization;
using MarketData.Database;
using MarketData.Markets;
using Microsoft.Extensions.Options;

namespace MarketData.Candles;

/// <summary>
/// Folds points into candles of every stored interval and tells what is to be written. Reads the book and the database and changes
/// neither.
/// </summary>
internal sealed class CandleWriter(
    [FromKeyedServices(DatabaseExtensions.Primary)] ICandleStore store, IOptions<HistoryOptions> options, TimeProvider time)
{
    /// <summary>
    /// What the points change. They may be of any age, come in any order and repeat what was folded before. The database is asked
    /// at most once, and only if a point is older than the newest candle of its asset.
    /// </summary>
    /// <param name="points">The points.</param>
    /// <param name="book">The newest candles.</param>
    /// <param name="spacing">How far apart the points are: one point is no candle, so that only wider ones are made. Null: of every interval.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CandleChanges> FoldAsync(
        IEnumerable<PricePoint> points, CandleBook book, CandleInterval? spacing, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var intervals = CandleIntervals.All.Where(interval => spacing is null || interval.Width() > spacing.Value.Width());
        var folded = Fold(points, intervals, now);
        var stored = await FindLateAsync(folded.Keys, book, cancellationToken);
        var candles = new List<Candle>(folded.Count);
        var corrections = new List<CandleCorrection>();
        foreach (var (key, added) in folded)
        {
            var newest = book.FindNewest(key.AssetId, key.Interval);
            var before = newest?.OpenTime == key.OpenTime ? newest : stored.GetValueOrDefault(key);
            var after = before is null ? added : CandleFold.Merge(before, added);
            if (after == before)
            {
                continue;
            }

            candles.Add(after);
            if (before is not null && IsClosed(before, now) && !SaysTheSame(before, after))
            {
                corrections.Add(new CandleCorrection(before, after, now, ReasonFor(added)));
            }
        }

        return new CandleChanges(candles, corrections);
    }

    /// <summary>Whether two candles have the same figures; their sources and the times of their points may differ without a correction.</summary>
    public static bool SaysTheSame(Candle left, Candle right) => FiguresOf(left) == FiguresOf(right);

    /// <summary>The points by themselves, as candles: a batch of the past then costs one merge for each candle, not for each point.</summary>
    private Dictionary<CandleKey, Candle> Fold(IEnumerable<PricePoint> points, IEnumerable<CandleInterval> wanted, DateTimeOffset now)
    {
        var intervals = wanted.Select(interval => (interval, Cutoff: options.Value.CutoffOf(interval, now))).ToArray();
        var folded = new Dictionary<CandleKey, Candle>();
        foreach (var point in points)
        {
            foreach (var (interval, cutoff) in intervals)
            {
                var openTime = interval.OpenTimeOf(point.AsOf);

                // What is older than it is kept may have been removed: started anew from one point, it would be a false candle.
                if (openTime < cutoff)
                {
                    continue;
                }

                var key = new CandleKey(point.AssetId, interval, openTime);
                folded[key] = folded.TryGetValue(key, out var candle) ? CandleFold.Add(candle, point) : CandleFold.Start(point, interval);
            }
        }

        return folded;
    }

    /// <summary>The stored candles among those that are older than the newest of their asset; newer ones cannot be stored yet.</summary>
    private async Task<IReadOnlyDictionary<CandleKey, Candle>> FindLateAsync(
        IEnumerable<CandleKey> keys, CandleBook book, CancellationToken cancellationToken)
    {
        var late = keys.Where(key => key.OpenTime < book.FindNewest(key.AssetId, key.Interval)?.OpenTime).ToList();
        var found = late.Count == 0 ? [] : await store.FindAsync(late, cancellationToken);
        return found.ToDictionary(candle => new CandleKey(candle.AssetId, candle.Interval, candle.OpenTime));
    }

    private bool IsClosed(Candle candle, DateTimeOffset now) =>
        now >= candle.OpenTime + candle.Interval.Width() + options.Value.CloseGrace;

    /// <summary>What readers of a candle go by.</summary>
    private static (decimal, decimal, decimal, decimal, decimal?, decimal?, decimal?) FiguresOf(Candle candle) =>
        (candle.Open, candle.High, candle.Low, candle.Close, candle.MarketCap, candle.Volume, candle.Volume24h);

    private static string ReasonFor(Candle added) => added.FirstAt == added.LastAt
        ? $"A price of {added.Source} at {Text(added.FirstAt)} came after the candle had closed."
        : $"Prices of {added.Source} from {Text(added.FirstAt)} to {Text(added.LastAt)} came after the candle had closed.";

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What points change of the candles.</summary>
/// <param name="Candles">Candles as they are to be stored, one of each key; those that stay as they are are left out.</param>
/// <param name="Corrections">Those of them that were closed before, with what they were.</param>
internal sealed record CandleChanges(IReadOnlyList<Candle> Candles, IReadOnlyList<CandleCorrection> Corrections);
