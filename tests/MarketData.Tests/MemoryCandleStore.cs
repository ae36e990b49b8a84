using System.Runtime.CompilerServices;
using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Tests;

/// <summary>The history of the unit tests: keeps candles of our own by their keys, notes what it was asked, and fails when told to.</summary>
internal sealed class MemoryCandleStore : ICandleStore
{
    private readonly Dictionary<CandleKey, Candle> _candles = [];

    public IReadOnlyCollection<Candle> Candles => _candles.Values;

    /// <summary>The keys of each call of <see cref="FindAsync"/>.</summary>
    public List<IReadOnlyList<CandleKey>> Finds { get; } = [];

    /// <summary>The cutoffs of each call of <see cref="RemoveOlderAsync"/>.</summary>
    public List<HistoryCutoffs> Removals { get; } = [];

    /// <summary>Thrown by every read and removal, if set.</summary>
    public Exception? Failure { get; set; }

    public void Put(IEnumerable<Candle> candles)
    {
        foreach (var candle in candles)
        {
            _candles[new CandleKey(candle.AssetId, candle.Interval, candle.OpenTime)] = candle;
        }
    }

    public Candle Get(CandleInterval interval, DateTimeOffset openTime, int assetId = 1) => _candles[new CandleKey(assetId, interval, openTime)];

    public Task<IReadOnlyList<Candle>> LoadLatestAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<Candle>>(
        [.. _candles.Values.GroupBy(candle => (candle.AssetId, candle.Interval)).Select(group => group.MaxBy(candle => candle.OpenTime)!)]);

    public Task<IReadOnlyList<Candle>> FindAsync(IReadOnlyList<CandleKey> keys, CancellationToken cancellationToken)
    {
        Finds.Add(keys);
        return Answer<IReadOnlyList<Candle>>([.. keys.Where(_candles.ContainsKey).Select(key => _candles[key])]);
    }

    public Task<long> RemoveOlderAsync(HistoryCutoffs cutoffs, long? epoch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Removals.Add(cutoffs);
        return Answer(1L);
    }

    public Task PutAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<Candle> ReadAsync(
        int assetId, CandleInterval interval, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<Candle> ReadAllAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var candle in await Answer(_candles.Values
            .Where(candle => candle.Interval == interval && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.AssetId)
            .ThenBy(candle => candle.OpenTime)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return candle;
        }
    }

    public Task<IReadOnlyList<Candle>> ReadNewestAsync(
        int assetId, CandleInterval interval, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Candle>> ReadDayAsync(DateTimeOffset day, CancellationToken cancellationToken) => Answer<IReadOnlyList<Candle>>(
        [.. _candles.Values.Where(candle => candle.Interval == CandleInterval.OneDay && candle.OpenTime == day).OrderBy(candle => candle.AssetId)]);

    /// <summary>Times that closes were read from.</summary>
    public List<DateTimeOffset> CloseReads { get; } = [];

    public async IAsyncEnumerable<CandleClose> ReadClosesAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        CloseReads.Add(from);
        foreach (var candle in await Answer(_candles.Values
            .Where(candle => candle.Interval == interval && candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.AssetId)
            .ThenBy(candle => candle.OpenTime)
            .ToList()))
        {
            yield return new CandleClose(candle.AssetId, candle.OpenTime, candle.Close);
        }
    }

    public IAsyncEnumerable<AssetDay> ReadDaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<CandleCorrection>> ReadCorrectionsAsync(int assetId, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<PricePoint> ReadPointsAsync(int assetId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<GlobalPoint>> ReadGlobalAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<CategoryPoint>> ReadCategoryAsync(
        string categoryId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private Task<T> Answer<T>(T value) => Failure is null ? Task.FromResult(value) : Task.FromException<T>(Failure);
}
