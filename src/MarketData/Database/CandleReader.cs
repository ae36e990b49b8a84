using System.Data.Common;
using System.Runtime.CompilerServices;
using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Database;

/// <summary>All reads of history, for both engines. Of two candles of one time the provider's is given, with what only ours knows.</summary>
/// <param name="open">Opens a connection.</param>
/// <param name="times">How the engine holds times.</param>
/// <param name="latest">For each interval the newest candle of our own of each asset.</param>
/// <param name="logger">Told of rows that are left out.</param>
internal sealed class CandleReader(
    Func<CancellationToken, ValueTask<DbConnection>> open,
    StoredTime times,
    IReadOnlyDictionary<CandleInterval, string> latest,
    ILogger logger)
{
    private readonly RowStream _rows = new(open, times, logger);

    public async Task<IReadOnlyList<Candle>> LoadLatestAsync(CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        foreach (var interval in CandleIntervals.All)
        {
            candles.AddRange(await _rows.ListAsync(latest[interval], null, CandleRows.Candle, cancellationToken));
        }

        return candles;
    }

    public async IAsyncEnumerable<Candle> ReadAsync(
        int assetId,
        CandleInterval interval,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Twice as many rows as candles, in case that each time has both origins.
        var parameters = new { assetId, from = times.ToParameter(from), to = times.ToParameter(to), rows = 2L * limit };
        Candle? held = null;
        var given = 0;
        await foreach (var candle in _rows.StreamAsync(CandleSql.SelectRange(interval), parameters, CandleRows.Candle, cancellationToken))
        {
            if (held is not null && held.OpenTime != candle.OpenTime)
            {
                yield return held;
                if (++given == limit)
                {
                    yield break;
                }
            }

            // Of one time our own comes first, where there are both.
            held = held is not null && held.OpenTime == candle.OpenTime ? CandleAggregator.Prefer(candle, held) : candle;
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    public async Task<IReadOnlyList<Candle>> ReadNewestAsync(
        int assetId, CandleInterval interval, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, before = times.ToParameter(before), rows = 2L * limit };
        var rows = await _rows.ListAsync(CandleSql.SelectNewest(interval), parameters, CandleRows.Candle, cancellationToken);
        return
        [
            .. rows.GroupBy(candle => candle.OpenTime)
                .Select(both => both.Count() == 1 ? both.First() : CandleAggregator.Prefer(both.First(), both.Last()))
                .Take(limit)
                .Reverse(),
        ];
    }

    public async Task<IReadOnlyList<Candle>> ReadDayAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        var parameters = new { day = times.ToParameter(day) };
        await foreach (var candle in _rows.StreamAsync(CandleSql.SelectDay, parameters, CandleRows.Candle, cancellationToken))
        {
            if (candles.Count > 0 && candles[^1].AssetId == candle.AssetId)
            {
                candles[^1] = CandleAggregator.Prefer(candle, candles[^1]);
            }
            else
            {
                candles.Add(candle);
            }
        }

        return candles;
    }

    public async IAsyncEnumerable<CandleClose> ReadClosesAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parameters = new { from = times.ToParameter(from), to = times.ToParameter(to) };
        CandleClose? held = null;
        await foreach (var close in _rows.StreamAsync(CandleSql.SelectCloses(interval), parameters, CandleRows.Close, cancellationToken))
        {
            if (held is { } complete && (complete.AssetId, complete.OpenTime) != (close.AssetId, close.OpenTime))
            {
                yield return complete;
            }

            held = close;
        }

        if (held is { } last)
        {
            yield return last;
        }
    }

    public async IAsyncEnumerable<Candle> ReadAllAsync(
        CandleInterval interval, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parameters = new { from = times.ToParameter(from), to = times.ToParameter(to) };
        Candle? held = null;
        await foreach (var candle in _rows.StreamAsync(CandleSql.SelectAll(interval), parameters, CandleRows.Candle, cancellationToken))
        {
            var isBoth = held is not null && (held.AssetId, held.OpenTime) == (candle.AssetId, candle.OpenTime);
            if (held is not null && !isBoth)
            {
                yield return held;
            }

            held = isBoth ? CandleAggregator.Prefer(candle, held!) : candle;
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    public async IAsyncEnumerable<AssetDay> ReadDaysAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parameters = new { from = times.ToParameter(from), to = times.ToParameter(to) };
        AssetDay? held = null;
        await foreach (var day in _rows.StreamAsync(CandleSql.SelectDays, parameters, CandleRows.Day, cancellationToken))
        {
            if (held is { } own && (own.AssetId, own.Day) == (day.AssetId, day.Day))
            {
                held = day with { MarketCap = day.MarketCap ?? own.MarketCap, Volume24h = day.Volume24h ?? own.Volume24h };
                continue;
            }

            if (held is { } complete)
            {
                yield return complete;
            }

            held = day;
        }

        if (held is { } last)
        {
            yield return last;
        }
    }

    public async Task<IReadOnlyList<CandleCorrection>> ReadCorrectionsAsync(int assetId, int limit, CancellationToken cancellationToken) =>
        await _rows.ListAsync(CandleSql.SelectCorrections, new { assetId, limit }, CandleRows.Correction, cancellationToken);

    public IAsyncEnumerable<PricePoint> ReadPointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, from = times.ToParameter(from), to = times.ToParameter(to) };
        return _rows.StreamAsync(CandleSql.SelectPoints, parameters, MarketRows.PricePoint, cancellationToken);
    }

    public async Task<IReadOnlyList<GlobalPoint>> ReadGlobalAsync(
        DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { from = times.ToParameter(from), to = times.ToParameter(to), limit };
        return await _rows.ListAsync(CandleSql.SelectGlobalPoints, parameters, CandleRows.GlobalPoint, cancellationToken);
    }

    public async Task<IReadOnlyList<CategoryPoint>> ReadCategoryAsync(
        string categoryId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { categoryId, from = times.ToParameter(from), to = times.ToParameter(to), limit };
        return await _rows.ListAsync(CandleSql.SelectCategoryPoints, parameters, CandleRows.CategoryPoint, cancellationToken);
    }
}
