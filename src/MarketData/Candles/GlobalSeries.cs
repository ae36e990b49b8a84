using System.Runtime.CompilerServices;

namespace MarketData.Candles;

/// <summary>Totals of the market at a coarser grain than they are kept at. Read in pieces: memory does not grow with what is skipped.</summary>
internal static class GlobalSeries
{
    private const int PieceSize = 5000;

    /// <summary>The last totals of each interval with <c>from ≤ at &lt; to</c>, oldest first.</summary>
    public static async IAsyncEnumerable<GlobalPoint> ReadAsync(
        ICandleStore store, DateTimeOffset from, DateTimeOffset to, CandleInterval grain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        GlobalPoint? held = null;
        for (var start = from; ;)
        {
            var piece = await store.ReadGlobalAsync(start, to, PieceSize, cancellationToken);
            foreach (var point in piece)
            {
                if (held is not null && grain.OpenTimeOf(held.At) != grain.OpenTimeOf(point.At))
                {
                    yield return held;
                }

                held = point;
            }

            if (piece.Count < PieceSize)
            {
                break;
            }

            start = piece[^1].At.AddTicks(1);
        }

        if (held is not null)
        {
            yield return held;
        }
    }
}
