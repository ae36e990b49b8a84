using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Database;

/// <summary>All reads of history, for both engines. Of two candles of one time the provider's is given.</summary>
/// <param name="open">Opens a connection.</param>
/// <param name="times">How the engine holds times.</param>
/// <param name="latest">For each interval the newest candle of our own of each asset.</param>
/// <param name="logger">Told of rows that are left out.</param>
internal sealed partial class CandleReader(
    Func<CancellationToken, ValueTask<DbConnection>> open,
    StoredTime times,
    IReadOnlyDictionary<CandleInterval, string> latest,
    ILogger logger)
{
    public async Task<IReadOnlyList<Candle>> LoadLatestAsync(CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        foreach (var interval in CandleIntervals.All)
        {
            candles.AddRange(await ListAsync(latest[interval], null, CandleRows.Candle, cancellationToken));
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
        await foreach (var candle in StreamAsync(CandleSql.SelectRange(interval), parameters, CandleRows.Candle, cancellationToken))
        {
            if (held is not null && held.OpenTime != candle.OpenTime)
            {
                yield return held;
                if (++given == limit)
                {
                    yield break;
                }
            }

            held = candle;
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
        var rows = await ListAsync(CandleSql.SelectNewest(interval), parameters, CandleRows.Candle, cancellationToken);
        return [.. rows.DistinctBy(candle => candle.OpenTime).Take(limit).Reverse()];
    }

    public async Task<IReadOnlyList<Candle>> ReadDayAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        var candles = new List<Candle>();
        var parameters = new { day = times.ToParameter(day) };
        await foreach (var candle in StreamAsync(CandleSql.SelectDay, parameters, CandleRows.Candle, cancellationToken))
        {
            if (candles.Count > 0 && candles[^1].AssetId == candle.AssetId)
            {
                candles[^1] = candle;
            }
            else
            {
                candles.Add(candle);
            }
        }

        return candles;
    }

    public async IAsyncEnumerable<HourlyClose> ReadHourlyClosesAsync(
        DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HourlyClose? held = null;
        await foreach (var close in StreamAsync(CandleSql.SelectHourlyCloses, new { from = times.ToParameter(from) }, CandleRows.HourlyClose, cancellationToken))
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

    public async Task<IReadOnlyList<CandleCorrection>> ReadCorrectionsAsync(int assetId, int limit, CancellationToken cancellationToken) =>
        await ListAsync(CandleSql.SelectCorrections, new { assetId, limit }, CandleRows.Correction, cancellationToken);

    public IAsyncEnumerable<PricePoint> ReadPointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, from = times.ToParameter(from), to = times.ToParameter(to) };
        return StreamAsync(CandleSql.SelectPoints, parameters, MarketRows.PricePoint, cancellationToken);
    }

    public async Task<IReadOnlyList<GlobalPoint>> ReadGlobalAsync(
        DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { from = times.ToParameter(from), to = times.ToParameter(to), limit };
        return await ListAsync(CandleSql.SelectGlobalPoints, parameters, CandleRows.GlobalPoint, cancellationToken);
    }

    public async Task<IReadOnlyList<CategoryPoint>> ReadCategoryAsync(
        string categoryId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { categoryId, from = times.ToParameter(from), to = times.ToParameter(to), limit };
        return await ListAsync(CandleSql.SelectCategoryPoints, parameters, CandleRows.CategoryPoint, cancellationToken);
    }

    private async Task<List<T>> ListAsync<T>(string sql, object? parameters, Func<RowReader, T> read, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in StreamAsync(sql, parameters, read, cancellationToken))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>The records of a statement as the rows come. The connection stays open until the caller has read to the end or stops.</summary>
    private async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, object? parameters, Func<RowReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // SQLite's driver has no asynchronous input and output: from here on it does not hold the caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await open(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var row = new RowReader(reader, times);
        while (await reader.ReadAsync(cancellationToken))
        {
            // Npgsql looks at the token only when it waits for the line, and here may be no wait for long.
            cancellationToken.ThrowIfCancellationRequested();
            var item = read(row);
            if (row.TakeUnreadable() is { } column)
            {
                Log.LeftOut(logger, typeof(T).Name, row.Describe(), column);
                continue;
            }

            yield return item;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Error,
            "Left out a {Record} of {Key}: no decimal holds its {Column}. It was not written by this service; correct or delete the row.")]
        public static partial void LeftOut(ILogger logger, string record, string key, string column);
    }
}
