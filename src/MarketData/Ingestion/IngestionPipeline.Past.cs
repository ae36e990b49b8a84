using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Ingestion;

/// <content>The past, which jobs bring: it goes to the store in turn with the polls.</content>
internal sealed partial class IngestionPipeline
{
    /// <summary>Lets the caller store what a provider gave of the past, alone among polls, and serves it from then on.</summary>
    /// <param name="extremes">Its highest and lowest prices, none if it has no prices; the next snapshot has them.</param>
    /// <param name="commit">Stores it; false if nothing was stored.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> CommitPastAsync(
        IReadOnlyList<PriceExtreme> extremes, Func<Task<bool>> commit, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await StorePastAsync(extremes, commit);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Folds points of the past into candles of our own, alone among polls, lets the caller store what they change, and serves it from then on.</summary>
    /// <param name="points">The points, of any age and in any order.</param>
    /// <param name="extremes">The highest and lowest of their prices; the next snapshot has them.</param>
    /// <param name="spacing">How far apart they are: candles that are no wider are not made of them.</param>
    /// <param name="commit">Stores the changes; false if nothing was stored.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> CommitPastAsync(
        IReadOnlyList<PricePoint> points,
        IReadOnlyList<PriceExtreme> extremes,
        CandleInterval spacing,
        Func<CandleChanges, Task<bool>> commit,
        CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var candles = await CandlesAsync(cancellationToken);
            var changes = await candleWriter.FoldAsync(points, candles, spacing, cancellationToken);
            _candles = null;
            var isStored = await StorePastAsync(extremes, () => commit(changes));
            _candles = candles;
            if (isStored)
            {
                candles.Apply(changes.Candles);
            }

            return isStored;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> StorePastAsync(IReadOnlyList<PriceExtreme> extremes, Func<Task<bool>> commit)
    {
        bool isStored;
        try
        {
            isStored = await commit();
        }
        finally
        {
            // Also after a failure: it may have been stored all the same.
            version.Advance();
        }

        if (isStored && _book is { } book && extremes.Count > 0)
        {
            book.Keep(extremes);
            book.Starts = book.Starts.OutOfDate();
        }

        return isStored;
    }
}
