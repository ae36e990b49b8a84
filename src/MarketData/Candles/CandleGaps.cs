using System.Runtime.CompilerServices;

namespace MarketData.Candles;

/// <summary>A range in which there is no candle, though there are some before and after it.</summary>
/// <param name="From">Start of the first candle that is missing.</param>
/// <param name="To">End of the last one, thus start of the next that exists.</param>
/// <param name="Missing">How many are missing.</param>
public sealed record CandleGap(DateTimeOffset From, DateTimeOffset To, long Missing);

/// <summary>Finds what is missing in a series of candles. Pure, and in constant memory.</summary>
internal static class CandleGaps
{
    /// <summary>Gaps between the first candle and the last, oldest first. What is before the first or after the last is none.</summary>
    public static async IAsyncEnumerable<CandleGap> FindAsync(
        IAsyncEnumerable<Candle> candles, CandleWidth width, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DateTimeOffset? expected = null;
        await foreach (var candle in candles.WithCancellation(cancellationToken))
        {
            if (expected is { } start && candle.OpenTime > start)
            {
                yield return new CandleGap(start, candle.OpenTime, (candle.OpenTime - start).Ticks / width.Width.Ticks);
            }

            expected = candle.OpenTime + width.Width;
        }
    }
}
