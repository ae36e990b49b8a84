namespace MarketData.Candles;

/// <summary>Reads candles of any width. Memory does not grow with the range.</summary>
internal static class CandleHistory
{
    private const int PieceSize = 6000;

    /// <summary>Candles with <c>from ≤ open_time &lt; to</c>, oldest first, at most <paramref name="limit"/>; each with all the parts there are.</summary>
    public static IAsyncEnumerable<Candle> ReadAsync(
        ICandleStore store, int assetId, CandleWidth width, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        // Where this many parts are cut off, they make more candles than are taken, so that no candle given lacks a part.
        var parts = store.ReadAsync(
            assetId, width.Stored, width.CeilingOf(from), width.CeilingOf(to), limit * width.Parts, cancellationToken);
        return width.Parts == 1 ? parts : CandleAggregator.FoldAsync(parts, width, cancellationToken).Take(limit);
    }

    /// <summary>Start of the range that a request asks for; where it names none, that of as many candles before its end as are asked for.</summary>
    public static async Task<DateTimeOffset> StartAsync(
        ICandleStore store, int assetId, CandleWidth width, HistoryRequest request, int limit, CancellationToken cancellationToken) =>
        request.From ?? await FindStartAsync(store, assetId, width, request.To, limit, cancellationToken) ?? request.To;

    /// <summary>
    /// Open time of the first of the newest <paramref name="limit"/> candles before a time; null if there is none. Goes backwards in
    /// pieces, and keeps none.
    /// </summary>
    public static async Task<DateTimeOffset?> FindStartAsync(
        ICandleStore store, int assetId, CandleWidth width, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var size = Math.Min(PieceSize, limit * width.Parts);
        var end = width.CeilingOf(before);
        DateTimeOffset? start = null;
        var count = 0;
        while (true)
        {
            var piece = await store.ReadNewestAsync(assetId, width.Stored, end, size, cancellationToken);
            for (var i = piece.Count - 1; i >= 0; i--)
            {
                var openTime = width.OpenTimeOf(piece[i].OpenTime);
                if (openTime == start)
                {
                    continue;
                }

                start = openTime;
                count++;
                if (count == limit)
                {
                    return start;
                }
            }

            if (piece.Count < size)
            {
                return start;
            }

            end = piece[0].OpenTime;
        }
    }
}
