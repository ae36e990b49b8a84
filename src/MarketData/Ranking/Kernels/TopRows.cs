using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarketData.Ranking.Kernels;

/// <summary>
/// Finds the rows of the greatest values without sorting the column: one sweep collects what reaches a threshold. With the threshold of
/// the last snapshot, that is little more than what is asked for.
/// </summary>
internal static class TopRows
{
    /// <summary>How far below the last threshold the next search begins: figures move between two snapshots.</summary>
    private const double Slack = 0.02;

    /// <summary>Vectors that are compared before the first branch: most hold nothing.</summary>
    private const int Block = 4;

    private static int BlockLength => Block * Vector512<double>.Count;

    /// <summary>Writes the rows of the greatest known values, greatest first and equals by row; gives how many, at most the room there is.</summary>
    /// <param name="column">The column; NaN is unknown.</param>
    /// <param name="threshold">Where to begin, from the last call over figures alike, or negative infinity; becomes where the next call is to begin. Changes the time only.</param>
    /// <param name="top">Room for the rows asked for.</param>
    /// <param name="scratch">Memory to work in.</param>
    public static int Select(ReadOnlySpan<double> column, ref double threshold, Span<int> top, RankScratch scratch)
    {
        var wanted = Math.Min(top.Length, column.Length);
        if (wanted == 0)
        {
            return 0;
        }

        var found = Collect(column, wanted, threshold, scratch, out var rows);
        if (found < wanted && !double.IsNegativeInfinity(threshold))
        {
            found = Collect(column, wanted, double.NegativeInfinity, scratch, out rows);
        }

        rows[..found].CopyTo(top);
        threshold = double.NegativeInfinity;
        if (found == wanted)
        {
            var least = column[rows[found - 1]];
            threshold = least - (Math.Abs(least) * Slack);
        }

        return found;
    }

    /// <summary>Collects what reaches the threshold; when the room is full it keeps the greatest, and the least of them is the new threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Collect(ReadOnlySpan<double> column, int wanted, double threshold, RankScratch scratch, out Span<int> rows)
    {
        var room = (4 * wanted) + BlockLength;
        scratch.Items(room, out var keys, out _);
        rows = scratch.Order(room);
        ref var start = ref MemoryMarshal.GetReference(column);
        var count = 0;
        var row = 0;
        for (; row <= column.Length - BlockLength; row += BlockLength)
        {
            var least = Vector512.Create(threshold);
            var first = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref start, (nuint)row), least);
            var second = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref start, (nuint)(row + Vector512<double>.Count)), least);
            var third = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref start, (nuint)(row + (2 * Vector512<double>.Count))), least);
            var fourth = Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref start, (nuint)(row + (3 * Vector512<double>.Count))), least);
            if ((first | second | third | fourth).ExtractMostSignificantBits() == 0)
            {
                continue;
            }

            var hits = first.ExtractMostSignificantBits()
                | (second.ExtractMostSignificantBits() << Vector512<double>.Count)
                | (third.ExtractMostSignificantBits() << (2 * Vector512<double>.Count))
                | (fourth.ExtractMostSignificantBits() << (3 * Vector512<double>.Count));
            for (; hits != 0; hits &= hits - 1)
            {
                rows[count++] = row + BitOperations.TrailingZeroCount(hits);
            }

            if (count > room - BlockLength)
            {
                count = Keep(column, keys, rows, count, wanted);
                threshold = column[rows[count - 1]];
            }
        }

        for (; row < column.Length; row++)
        {
            if (column[row] >= threshold)
            {
                rows[count++] = row;
            }
        }

        return Keep(column, keys, rows, count, wanted);
    }

    /// <summary>Orders what was collected and keeps as much as is wanted. Whole numbers are sorted: doubles would be looked through for NaN first.</summary>
    private static int Keep(ReadOnlySpan<double> column, Span<ulong> keys, Span<int> rows, int count, int wanted)
    {
        for (var i = 0; i < count; i++)
        {
            keys[i] = RadixOrder.DescendingKeyOf(column[rows[i]]);
        }

        keys[..count].Sort(rows[..count]);
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                rows[start..end].Sort();
            }

            start = end;
        }

        return Math.Min(count, wanted);
    }
}
