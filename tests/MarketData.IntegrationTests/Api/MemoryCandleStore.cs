using System.Runtime.CompilerServices;
using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.IntegrationTests.Api;

/// <summary>The history in lists, for tests of what is answered from it. What writes it is not part of it.</summary>
internal class MemoryCandleStore : ICandleStore
{
    private int _reads;

    /// <summary>How often candles of a range were read.</summary>
    public int Reads => _reads;

    public List<Candle> Candles { get; } = [];

    public List<PricePoint> Points { get; } = [];

    public List<GlobalPoint> Globals { get; } = [];

    public List<CategoryPoint> Categories { get; } = [];

    /// <summary>How often the closes of a whole sparkline were read.</summary>
    public int CloseReads { get; private set; }

    public Task<IReadOnlyList<Candle>> LoadLatestAsync(CancellationToken cancellationToken) => List<Candle>([]);

    public Task<IReadOnlyList<Candle>> FindAsync(IReadOnlyList<CandleKey> keys, CancellationToken cancellationToken) => List<Candle>([]);

    public Task PutAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual async IAsyncEnumerable<Candle> ReadAsync(
        int assetId, CandleInterval interval, DateTimeOffset from, DateTimeOffset to, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        foreach (var candle in Of(assetId, interval).Where(candle => candle.OpenTime >= from && candle.OpenTime < to).Take(limit))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return candle;
        }
    }

    public Task<IReadOnlyList<Candle>> ReadNewestAsync(
        int assetId, CandleInterval interval, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        List(Of(assetId, interval).Where(candle => candle.OpenTime < before).TakeLast(limit));

    public Task<IReadOnlyList<Candle>> ReadDayAsync(DateTimeOffset day, CancellationToken cancellationToken) =>
        List(Candles.Where(candle => candle.Interval == CandleInterval.OneDay && candle.OpenTime == day));

    public IAsyncEnumerable<CandleClose> ReadClosesAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        CloseReads += to - from == SparklineTable.Length ? 1 : 0;
        return Candles.Where(candle => candle.Interval == interval && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.AssetId)
            .ThenBy(candle => candle.OpenTime)
            .Select(candle => new CandleClose(candle.AssetId, candle.OpenTime, candle.Close))
            .ToAsyncEnumerable();
    }

    public IAsyncEnumerable<Candle> ReadAllAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Candles.ToArray().Where(candle => candle.Interval == interval && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.AssetId)
            .ThenBy(candle => candle.OpenTime)
            .ToAsyncEnumerable();

    public IAsyncEnumerable<AssetDay> ReadDaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Candles.Where(candle => candle.Interval == CandleInterval.OneDay && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.AssetId)
            .ThenBy(candle => candle.OpenTime)
            .Select(candle => new AssetDay(candle.AssetId, candle.OpenTime, candle.Close, candle.MarketCap, candle.Volume24h))
            .ToAsyncEnumerable();

    public Task<IReadOnlyList<CandleCorrection>> ReadCorrectionsAsync(int assetId, int limit, CancellationToken cancellationToken) => List<CandleCorrection>([]);

    public IAsyncEnumerable<PricePoint> ReadPointsAsync(int assetId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Points.Where(point => point.AssetId == assetId && point.At >= from && point.At < to).OrderBy(point => point.At).ToAsyncEnumerable();

    public Task<IReadOnlyList<GlobalPoint>> ReadGlobalAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        List(Globals.Where(point => point.At >= from && point.At < to).OrderBy(point => point.At).Take(limit));

    public Task<IReadOnlyList<CategoryPoint>> ReadCategoryAsync(
        string categoryId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        List(Categories.Where(point => point.CategoryId == categoryId && point.At >= from && point.At < to).OrderBy(point => point.At).Take(limit));

    public Task<long> RemoveOlderAsync(HistoryCutoffs cutoffs, long? epoch, CancellationToken cancellationToken) => Task.FromResult(0L);

    private IEnumerable<Candle> Of(int assetId, CandleInterval interval) =>
        Candles.Where(candle => candle.AssetId == assetId && candle.Interval == interval).OrderBy(candle => candle.OpenTime);

    private static Task<IReadOnlyList<T>> List<T>(IEnumerable<T> items) => Task.FromResult<IReadOnlyList<T>>([.. items]);
}
